"""The WSGI application, for ``manage.py serve`` and for other servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "playground.settings")
# What is loaded now stays: it is looked through for garbage neither now nor later.
gc.disable()
application = get_wsgi_application()
gc.freeze()
gc.enable()
