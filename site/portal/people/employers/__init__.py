"""Sign-in through employers: who sets it up, what it says of itself, and identities that a person must look at."""
