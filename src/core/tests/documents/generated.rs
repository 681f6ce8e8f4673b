//! Whatever valid thing is stored, both of its renderings are valid, and it comes back from the other version.
