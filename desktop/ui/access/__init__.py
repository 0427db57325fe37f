"""The one way from the screens to the user's own data. It knows the store and the worker, and no page."""
