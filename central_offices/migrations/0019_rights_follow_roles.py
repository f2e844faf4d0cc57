"""What an officer may do follows from roles in force: no row gives a right beside them.

Rights are object permissions of groups, one group for each office and role (models/rights.py). Who
could put himself into a group, or give a group more, would need no role.
"""

from django.db import migrations

APPLICATION = "NOT kernel_by_the_owner('{}'::regclass::oid)"
GIVES = """
-- The table of central_offices/models/rights.py; a test compares the two.
CREATE FUNCTION central_offices_role_gives(role text, permission text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE role
    WHEN 'OFFICER' THEN permission = ANY (work)
    WHEN 'SUPERVISOR' THEN permission = ANY (work || '{approve_request}'::text[])
    WHEN 'HEAD' THEN permission = ANY (work || '{approve_request,approve_coercive_request,
      release_notice,manage_office,view_audit}'::text[])
    WHEN 'DUTY_OFFICER' THEN permission = ANY (work || '{send_flash}'::text[])
    WHEN 'REVIEWER' THEN permission IN ('review_notice', 'send_request', 'answer_request')
    WHEN 'SECOND_REVIEWER' THEN permission IN ('review_notice', 'confirm_review')
    WHEN 'ANALYST' THEN permission = 'view_office_cases'
    WHEN 'ADMINISTRATOR' THEN permission = 'administer'
    WHEN 'OVERSIGHT' THEN permission = 'view_audit'
    WHEN 'SYSTEM' THEN permission = ANY (work)
    ELSE false END
  FROM (SELECT '{view_office_cases,file_case,send_request,answer_request,
    draft_notice}'::text[] AS work) AS one
$$;

CREATE FUNCTION right_of_a_role() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM public.auth_group g
    JOIN public.auth_permission p ON p.id = NEW.permission_id
    JOIN public.django_content_type t ON t.id = p.content_type_id AND t.id = NEW.content_type_id
    JOIN public.central_offices_centraloffice f ON f.code = split_part(g.name, ':', 1)
    WHERE g.id = NEW.group_id
      AND (t.app_label = 'central_offices' AND t.model = 'centraloffice'
          AND NEW.object_pk = f.id::text
          AND public.central_offices_role_gives(split_part(g.name, ':', 2), p.codename)
        OR t.app_label = 'policies' AND p.codename IN ('contribute', 'publish_key_issue')
          AND f.kind = 'SECRETARIAT' AND split_part(g.name, ':', 2) = 'POLICY_EDITOR');
  IF NOT FOUND THEN
    RAISE EXCEPTION 'A right is given by a role.' USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
"""
GIVES_BACK = """
DROP FUNCTION right_of_a_role();
DROP FUNCTION central_offices_role_gives(text, text);
"""
GROUPS = f"""
CREATE TRIGGER right_of_a_role BEFORE INSERT ON guardian_groupobjectpermission
  FOR EACH ROW WHEN ({APPLICATION.format("guardian_groupobjectpermission")})
  EXECUTE FUNCTION right_of_a_role();

CREATE FUNCTION group_by_a_role() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM public.auth_group a
    JOIN public.central_offices_centraloffice f ON f.code = split_part(a.name, ':', 1)
    JOIN public.central_offices_officer o ON o.id = NEW.officer_id AND o.office_id = f.id
    JOIN public.central_offices_rolegrant g ON g.officer_id = o.id AND g.office_id = f.id
      AND g.role = split_part(a.name, ':', 2)
    WHERE a.id = NEW.group_id AND g.valid_from <= clock_timestamp()
      AND (g.valid_to IS NULL OR g.valid_to > clock_timestamp());
  IF NOT FOUND THEN
    RAISE EXCEPTION 'A right is given by a role.' USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER group_by_a_role BEFORE INSERT ON central_offices_officer_groups
  FOR EACH ROW WHEN ({APPLICATION.format("central_offices_officer_groups")})
  EXECUTE FUNCTION group_by_a_role();

-- Who is looked at again when a role ends loses its rights then.
CREATE FUNCTION role_ends_in_time() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM public.central_offices_officer o
    JOIN public.central_offices_rolegrant g ON g.officer_id = o.id AND g.office_id = o.office_id
    WHERE o.id = NEW.id AND o.is_active AND g.valid_from <= clock_timestamp()
      AND g.valid_to > clock_timestamp()
      AND (o.rights_change_at IS NULL OR o.rights_change_at > g.valid_to);
  IF FOUND THEN
    RAISE EXCEPTION 'A role ends in time.' USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER role_ends_in_time
  AFTER UPDATE OF rights_change_at ON central_offices_officer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.rights_change_at IS DISTINCT FROM NEW.rights_change_at
    AND {APPLICATION.format("central_offices_officer")})
  EXECUTE FUNCTION role_ends_in_time();

REVOKE UPDATE ON guardian_groupobjectpermission, central_offices_officer_groups FROM iisa_app;
REVOKE UPDATE, DELETE ON auth_group FROM iisa_app;
REVOKE INSERT, UPDATE, DELETE ON auth_permission, django_content_type FROM iisa_app;
REVOKE INSERT, UPDATE ON guardian_userobjectpermission, auth_group_permissions,
  central_offices_officer_user_permissions FROM iisa_app;
"""
GROUPS_BACK = """
GRANT INSERT, UPDATE ON guardian_userobjectpermission, auth_group_permissions,
  central_offices_officer_user_permissions TO iisa_app;
GRANT INSERT, UPDATE, DELETE ON auth_permission, django_content_type TO iisa_app;
GRANT UPDATE, DELETE ON auth_group TO iisa_app;
GRANT UPDATE ON guardian_groupobjectpermission, central_offices_officer_groups TO iisa_app;
DROP TRIGGER role_ends_in_time ON central_offices_officer;
DROP FUNCTION role_ends_in_time();
DROP TRIGGER group_by_a_role ON central_offices_officer_groups;
DROP FUNCTION group_by_a_role();
DROP TRIGGER right_of_a_role ON guardian_groupobjectpermission;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("central_offices", "0018_delivery_by_two_persons"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("guardian", "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more"),
    ]
    operations = [
        migrations.RunSQL(GIVES, GIVES_BACK),
        migrations.RunSQL(GROUPS, GROUPS_BACK),
    ]
