"""The roster's columns, and the names that HR systems give them."""

import re
from collections.abc import Sequence

COLUMNS = {
    "employee_id": "Employee number",
    "email": "Work email",
    "given_name": "Given name",
    "family_name": "Family name",
    "job_role": "Job role",
    "service": "Service",
    "team": "Team",
    "manager_email": "Manager’s email",
    "start_date": "Start date",
    "end_date": "End date",
    "caseload_holding": "Holds cases",
    "fte": "Full-time equivalent",
}

ALIASES = {
    "employee_id": "employeeno employeenumber employeeref staffid staffno staffnumber payrollno payrollnumber "
    "personnelnumber assignmentnumber empid empno id",
    "email": "emailaddress workemail workemailaddress mail mailaddress",
    "given_name": "firstname forename givennames forenames knownas preferredname",
    "family_name": "lastname surname familyname",
    "job_role": "jobtitle role position post posttitle jobrole",
    "service": "servicename servicearea directorate division department serviceunit",
    "team": "teamname workgroup section",
    "manager_email": "manager linemanager linemanageremail manageremailaddress managersemail reportsto supervisoremail",
    "start_date": "startdate datestarted employmentstart startinpost from effectivefrom dateofjoining",
    "end_date": "enddate dateleft leavingdate leaver employmentend to effectiveto terminationdate",
    "caseload_holding": "caseload holdscases caseholding caseholder caseloadholder carriescases",
    "fte": "ftevalue fulltimeequivalent hoursfte contractedfte wte",
}
_BY_NAME = {name: column for column, names in ALIASES.items() for name in names.split()}
_BY_NAME |= {column.replace("_", ""): column for column in COLUMNS}

Mapping = dict[str, int]


def _squeezed(name: str) -> str:
    return re.sub(r"[^a-z]+", "", name.lower())


def recognised(header: Sequence[str]) -> int:
    """How many cells of a row name one of our columns."""
    return len({_BY_NAME[name] for name in map(_squeezed, header) if name in _BY_NAME})


def guessed_mapping(header: Sequence[str]) -> Mapping:
    """Which of the file's columns (from 0) holds which of ours; the first one wins, exact names before others."""
    mapping: Mapping = {}
    for exact in (True, False):
        for place, name in enumerate(map(_squeezed, header)):
            column = _BY_NAME.get(name)
            if column and column not in mapping and place not in mapping.values():
                if exact and name != column.replace("_", ""):
                    continue
                mapping[column] = place
    return {column: mapping[column] for column in COLUMNS if column in mapping}


def missing_columns(mapping: Mapping) -> list[str]:
    """The labels of the columns that an import cannot do without and that the mapping lacks."""
    missing = [COLUMNS[column] for column in ("given_name", "family_name") if column not in mapping]
    if "employee_id" not in mapping and "email" not in mapping:
        missing.append(f"{COLUMNS['employee_id']} or {COLUMNS['email']}")
    return missing
