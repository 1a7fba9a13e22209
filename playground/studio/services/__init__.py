"""What can be done with generations. No function here sees a request object."""
