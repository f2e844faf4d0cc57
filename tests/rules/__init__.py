"""Laws of the whole house."""
