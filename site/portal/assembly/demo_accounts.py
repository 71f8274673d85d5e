"""Who can sign in to the demonstration. The addresses are promised to outsiders; the password is the same for all."""

DEMO_PASSWORD = "practice-hub-demo"  # noqa: S105 - printed on the demonstration's own start-up lines

DEMO_ACCOUNTS: tuple[tuple[str, str], ...] = (
    ("practitioner@camden.example", "practitioner in Camden"),
    ("practitioner2@camden.example", "practitioner in Camden"),
    ("practitioner@havering.example", "practitioner in Havering"),
    ("olamide.shafiq@camden.example", "practitioner in Camden, a register and a form short of a certificate"),
    ("manager@camden.example", "team manager in Camden"),
    ("head@camden.example", "head of service in Camden"),
    ("champion@camden.example", "champion in Camden"),
    ("lead@respect.example", "implementation lead for Camden and Croydon"),
    ("lead2@respect.example", "implementation lead for Havering, Sutton and Westminster"),
    ("trainer@respect.example", "trainer"),
    ("editor@respect.example", "editor of pages, who does not publish"),
    ("approver@respect.example", "second sign-off"),
    ("training-admin@respect.example", "training administrator"),
    ("admin@respect.example", "everything"),
)
