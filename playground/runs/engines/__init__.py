"""What lets queued runs run.

The rows are the truth: what is queued stands in them, and who may run it is decided by
changing them. An engine only wakes workers and runs what they have claimed, and it
tells which workers have died. This is all that the rest knows of it:

``calling.call_worker``  tell the workers of a run, in the transaction that queues it
``chosen.new_worker``    a worker of the engine in use, which works until it is stopped
``presence``             whether a worker of this machine is still there
"""
