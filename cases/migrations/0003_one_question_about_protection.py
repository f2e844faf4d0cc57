"""Who may know of protection: nobody reads the tables, and one function answers yes or no.

`cases_may_reach` is what rules ask, by the act and never by the person; each question is written
down. The others hand out rows to the office that entered them, and to the Commission.
"""

from django.db import migrations

TABLES = """cases_protectedstatus, cases_protectionquestion, cases_protectedact,
  cases_commissionfinding"""

# Functions that only functions call: EXECUTE is nobody's.
INNER = """
CREATE FUNCTION cases_acting_office() RETURNS integer
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT nullif(current_setting('iisa.office', true), '')::integer
$$;

CREATE FUNCTION cases_commission_acts() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.central_offices_centraloffice
    WHERE kind = 'COMMISSION' AND number = public.cases_acting_office())
$$;

-- The countries that a protected person fled from, perhaps none on record; NULL: not protected.
-- Each nationality counts, former ones too, and each country of birth (Refugee Convention 1951
-- art. 1A(2)), with the successors of dissolved states: better one office too many left out.
CREATE FUNCTION cases_fled_from(p_subject uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN latest.kind IN ('CLAIMED', 'CONFIRMED') THEN ARRAY(
    SELECT DISTINCT unnest(j.code::text || j.successors::text[])
    FROM public.central_offices_jurisdiction j WHERE j.kind <> 'SPECIAL' AND j.code IN (
      SELECT jurisdiction_id FROM public.cases_nationality WHERE subject_id = p_subject
      UNION SELECT birth_country_id FROM public.cases_identity WHERE subject_id = p_subject
      UNION SELECT fled_from_id FROM public.cases_protectedstatus WHERE subject_id = p_subject)
  ) END
  FROM (SELECT kind FROM public.cases_protectedstatus WHERE subject_id = p_subject
    ORDER BY entered_at DESC, id DESC LIMIT 1) latest
$$;

-- The office whose act it is, and the persons in it; apps above know their own acts.
CREATE FUNCTION cases_act(p_kind text, p_act uuid, OUT owner bigint, OUT persons uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_kind = 'CASE' THEN
    SELECT c.owner_office_id, ARRAY(
      SELECT subject_id FROM public.cases_casesubject WHERE case_id = c.id)
    INTO owner, persons FROM public.cases_case c WHERE c.id = p_act;
  ELSIF p_kind = 'REQUEST' THEN
    SELECT a.owner, a.persons INTO owner, persons FROM public.exchange_act(p_act) a;
  ELSIF p_kind = 'NOTICE' THEN
    SELECT a.owner, a.persons INTO owner, persons FROM public.notices_act(p_act) a;
  ELSE
    RAISE EXCEPTION 'There is no act of kind %.', p_kind USING ERRCODE = 'invalid_parameter_value';
  END IF;
END $$;

-- Records of other offices that are the same person as one of these, protected from the country
-- of this office: by the number of a document, or by a like name and births that can be one.
CREATE FUNCTION cases_protected_from(p_persons uuid[], p_office bigint) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH known AS (
    SELECT DISTINCT s.id FROM public.cases_protectedstatus p
    JOIN public.cases_subject s ON s.id = p.subject_id
    WHERE s.owner_office_id <> p_office AND NOT s.id = ANY (p_persons)
  ), same AS (
    SELECT k.id FROM known k WHERE EXISTS (
      SELECT FROM public.cases_iddocument a JOIN public.cases_iddocument b ON
        upper(regexp_replace(a.number, '[^[:alnum:]]', '', 'g'))
        = upper(regexp_replace(b.number, '[^[:alnum:]]', '', 'g'))
      WHERE a.subject_id = ANY (p_persons) AND b.subject_id = k.id
        AND length(regexp_replace(b.number, '[^[:alnum:]]', '', 'g')) >= 5
    ) OR EXISTS (
      SELECT FROM public.cases_namekey a JOIN public.cases_namekey b ON
        public.similarity(a.normalised, b.normalised) >= 0.6
        AND a.birth_earliest <= b.birth_latest AND b.birth_earliest <= a.birth_latest
      WHERE a.subject_id = ANY (p_persons) AND b.subject_id = k.id
    )
  )
  SELECT id FROM same WHERE (
    SELECT jurisdiction_id FROM public.central_offices_centraloffice WHERE id = p_office
  ) = ANY (public.cases_fled_from(id))
$$;
"""

ASKED = """
-- May this act reach this office (its number; 0: everybody)? Asked with the office whose act it is:
-- does nothing stand against the act itself? A status whose country is not on record stands
-- against every office with a country of its own.
CREATE FUNCTION cases_may_reach(p_kind text, p_act uuid, p_office integer) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  question bigint := nextval(pg_get_serial_sequence('public.cases_protectionquestion', 'id'));
  act record;
  there record;
  answer boolean;
BEGIN
  SELECT * INTO act FROM public.cases_act(p_kind, p_act);
  SELECT id, jurisdiction_id, kind INTO there FROM public.central_offices_centraloffice
    WHERE number = p_office;
  SELECT NOT EXISTS (
    SELECT FROM public.cases_subject s, public.cases_fled_from(s.id) fled
    WHERE s.id = ANY (act.persons) AND fled IS NOT NULL AND CASE
      WHEN p_office = 0 THEN true
      WHEN s.owner_office_id = there.id OR there.kind IN ('SECRETARIAT', 'COMMISSION') THEN false
      ELSE fled = '{}' OR there.jurisdiction_id = ANY (fled) END
  ) INTO answer;
  IF answer AND there.id = act.owner AND p_kind <> 'CASE' THEN
    answer := NOT EXISTS (SELECT FROM public.cases_protected_from(act.persons, act.owner));
  END IF;
  INSERT INTO public.cases_protectionquestion (id, kind, act, office, asked_for, yes, at)
  VALUES (question, p_kind, p_act, p_office, public.cases_acting_office(), answer, now());
  RETURN answer;
END $$;

-- A question whose answer was no, in work that was undone because of it.
CREATE FUNCTION cases_note_undone(p_kind text, p_act uuid, p_office integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.cases_protectionquestion (kind, act, office, asked_for, yes, at)
  VALUES (p_kind, p_act, p_office, public.cases_acting_office(), false, now())
$$;

-- Note for the Commission what stands against an act that was submitted; the caller learns nothing.
CREATE FUNCTION cases_note_submission(p_kind text, p_act uuid, p_refused boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  act record;
  in_a_week integer;
BEGIN
  SELECT * INTO act FROM public.cases_act(p_kind, p_act);
  INSERT INTO public.cases_protectedact (kind, act, ground, office_id, subject_id, at)
  SELECT p_kind, p_act, 'PROTECTED', act.owner, same, now()
    FROM public.cases_protected_from(act.persons, act.owner) same LIMIT 1
    ON CONFLICT DO NOTHING;
  INSERT INTO public.cases_protectedact (kind, act, ground, office_id, subject_id, at)
  SELECT p_kind, p_act, 'REFUSED', act.owner, act.persons[1], now() WHERE p_refused
    ON CONFLICT DO NOTHING;
  SELECT count(DISTINCT (kind, a.act)) INTO in_a_week FROM public.cases_protectedact a
    WHERE a.office_id = act.owner AND a.at > now() - interval '7 days';
  IF in_a_week > 10 THEN
    UPDATE public.cases_commissionfinding SET acts = greatest(acts, in_a_week)
      WHERE office_id = act.owner AND at > now() - interval '7 days';
    IF NOT FOUND THEN
      INSERT INTO public.cases_commissionfinding (office_id, acts, at)
      VALUES (act.owner, in_a_week, now());
    END IF;
  END IF;
END $$;

-- What the office that acts has entered about a person whose record it keeps.
CREATE FUNCTION cases_status_entered(p_subject uuid) RETURNS TABLE (
  id uuid, fled_from text, source text, since date, entered_at timestamptz, entered_by text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.id, p.fled_from_id::text, p.source::text, p.since, p.entered_at, o.name::text
  FROM public.cases_protectedstatus p
  JOIN public.cases_subject s ON s.id = p.subject_id
  JOIN public.central_offices_officer o ON o.id = p.entered_by_id
  JOIN public.central_offices_centraloffice c ON c.id = s.owner_office_id AND c.id = o.office_id
  WHERE p.subject_id = p_subject AND c.number = public.cases_acting_office()
  ORDER BY p.entered_at DESC, p.id DESC
$$;

-- For the Commission: the latest status of every person, and where it may be wanted.
CREATE FUNCTION cases_statuses() RETURNS TABLE (
  id uuid, subject uuid, notice uuid, name text, born text, office text, kind text, fled_from text,
  feared text[], granted_by bytea, source text, since date, until date, entered_at timestamptz,
  entered_by text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT * FROM (
    SELECT DISTINCT ON (coalesce(p.subject_id, p.notice)) p.id, p.subject_id, p.notice,
      i.as_written::text, i.birth_text::text, c.code::text, p.kind::text, p.fled_from_id::text,
      coalesce(public.cases_fled_from(p.subject_id), '{}'), p.granted_by, p.source::text,
      p.since, p.until, p.entered_at, o.name::text
    FROM public.cases_protectedstatus p
    JOIN public.central_offices_officer o ON o.id = p.entered_by_id
    LEFT JOIN public.cases_subject s ON s.id = p.subject_id
    LEFT JOIN public.central_offices_centraloffice c ON c.id = s.owner_office_id
    LEFT JOIN LATERAL (SELECT as_written, birth_text FROM public.cases_identity
      WHERE subject_id = p.subject_id ORDER BY rank, id LIMIT 1) i ON true
    WHERE public.cases_commission_acts()
    ORDER BY coalesce(p.subject_id, p.notice), p.entered_at DESC, p.id DESC
  ) latest ORDER BY entered_at DESC, id DESC
$$;

-- For the Commission: the true grounds, the newest first.
CREATE FUNCTION cases_grounds() RETURNS TABLE (
  kind text, act uuid, ground text, office text, subject uuid, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.kind::text, a.act, a.ground::text, c.code::text, a.subject_id, a.at
  FROM public.cases_protectedact a
  JOIN public.central_offices_centraloffice c ON c.id = a.office_id
  WHERE public.cases_commission_acts() ORDER BY a.at DESC, a.id DESC LIMIT 200
$$;

-- For the change of FILE_KEY, which runs outside any office's act: what is sealed stays sealed.
CREATE FUNCTION cases_sealed_countries() RETURNS TABLE (id uuid, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.id, p.granted_by FROM public.cases_protectedstatus p
  WHERE p.granted_by <> '' AND public.cases_acting_office() IS NULL ORDER BY p.id
$$;
CREATE FUNCTION cases_seal_country(p_status uuid, p_sealed bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  UPDATE public.cases_protectedstatus SET granted_by = p_sealed
  WHERE id = p_status AND granted_by <> '' AND public.cases_acting_office() IS NULL
$$;

CREATE FUNCTION cases_findings() RETURNS TABLE (office text, acts integer, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.code::text, f.acts, f.at FROM public.cases_commissionfinding f
  JOIN public.central_offices_centraloffice c ON c.id = f.office_id
  WHERE public.cases_commission_acts() ORDER BY f.at DESC, f.id DESC
$$;
"""

ENTERED = """
CREATE FUNCTION cases_status_is_entered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  whose integer;
BEGIN
  IF NEW.kind <> 'CLAIMED' THEN
    SELECT number INTO whose FROM public.central_offices_centraloffice WHERE kind = 'COMMISSION';
  ELSIF NEW.subject_id IS NOT NULL THEN
    SELECT c.number INTO whose FROM public.cases_subject s
      JOIN public.central_offices_centraloffice c ON c.id = s.owner_office_id
      WHERE s.id = NEW.subject_id;
  ELSE
    SELECT number INTO whose FROM public.central_offices_centraloffice WHERE kind = 'SECRETARIAT';
  END IF;
  IF whose IS DISTINCT FROM public.cases_acting_office() OR whose IS DISTINCT FROM (
    SELECT c.number FROM public.central_offices_officer o
    JOIN public.central_offices_centraloffice c ON c.id = o.office_id
    WHERE o.id = NEW.entered_by_id) THEN
    RAISE EXCEPTION 'This office does not enter this status.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER status_is_entered BEFORE INSERT ON cases_protectedstatus
  FOR EACH ROW EXECUTE FUNCTION cases_status_is_entered();
"""

CALLED = [
    "cases_may_reach(text, uuid, integer)",
    "cases_note_undone(text, uuid, integer)",
    "cases_note_submission(text, uuid, boolean)",
    "cases_status_entered(uuid)",
    "cases_statuses()",
    "cases_grounds()",
    "cases_findings()",
    "cases_sealed_countries()",
    "cases_seal_country(uuid, bytea)",
]
KEPT = [
    "cases_commission_acts()",
    "cases_fled_from(uuid)",
    "cases_act(text, uuid)",
    "cases_protected_from(uuid[], bigint)",
    "cases_acting_office()",
]
RIGHTS = f"""
REVOKE ALL ON {TABLES} FROM iisa_app;
GRANT INSERT ON cases_protectedstatus TO iisa_app;
REVOKE ALL ON FUNCTION {", ".join([*CALLED, *KEPT])} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {", ".join(CALLED)} TO iisa_app;
"""
BACK = f"""
GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLES} TO iisa_app;
DROP TRIGGER status_is_entered ON cases_protectedstatus;
DROP FUNCTION cases_status_is_entered();
DROP FUNCTION {", ".join([*CALLED, *KEPT])};
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_structure")]
    operations = [migrations.RunSQL(INNER + ASKED + ENTERED + RIGHTS, BACK)]
