"""What people ask about their own data: a copy, an erasure, a complaint. Nothing here writes; services do."""
