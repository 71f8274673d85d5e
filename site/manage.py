"""Django's management commands, for those who type `python site/manage.py`; `portal` does the same."""

from portal.__main__ import main

if __name__ == "__main__":
    main()
