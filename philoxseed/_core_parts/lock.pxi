# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Part of _core.pyx: the lock of a bit generator, whose state C can see."""

cdef extern from *:
    """
    /* What the GIL does where there is one: only one thread is between the two. */
    #if defined(Py_GIL_DISABLED)
    typedef PyCriticalSection section;
    #define enter_section(s, object) PyCriticalSection_Begin(s, (PyObject *)(object))
    #define leave_section(s) PyCriticalSection_End(s)
    #else
    typedef char section;
    #define enter_section(s, object) ((void)(s))
    #define leave_section(s) ((void)(s))
    #endif
    """
    ctypedef struct section:
        pass
    void enter_section(section *s, void *object) nogil
    void leave_section(section *s) nogil

cdef extern from "Python.h":
    ctypedef enum PyLockStatus:
        PY_LOCK_ACQUIRED
        PY_LOCK_INTR
    unsigned long PyThread_get_thread_ident() nogil
    PyLockStatus PyThread_acquire_lock_timed(
        PyThread_type_lock, long long microseconds, int interruptible) nogil

# The processes that this one was forked from.
cdef uint32_t _forks = 0

# The longest wait at once; a longer one goes on after it.
cdef enum:
    LONGEST_WAIT = 1000000000


@cython.final
cdef class Lock:
    """A re-entrant lock, as threading.RLock.

    While nobody holds it, who has the GIL (or is in the lock's critical section, where
    there is no GIL) and runs no Python code needs not take it. A child that was forked
    while another thread held it has it free.
    """

    cdef unsigned long _owner
    cdef uint64_t _depth
    # Those who wait do so for the gate, which is shut but for a moment after a release.
    cdef PyThread_type_lock _gate
    cdef uint32_t _waiting
    cdef bint _opened
    cdef uint32_t _forks

    def __cinit__(self):
        self._forks = _forks

    def __dealloc__(self):
        if self._gate != NULL:
            if not self._opened:
                PyThread_release_lock(self._gate)
            PyThread_free_lock(self._gate)

    cdef bint _is_open(self) noexcept nogil:
        """Whether this thread may go on. In the section, as the next two."""
        return self._owner == 0 or self._owner == PyThread_get_thread_ident()

    cdef bint _try(self) noexcept nogil:
        if self._forks != _forks:
            self._renew()
        if not self._is_open():
            return False
        self._owner = PyThread_get_thread_ident()
        self._depth += 1
        return True

    cdef void _renew(self) noexcept nogil:
        """Forget the threads that the parent had. Of the gate it is not known how
        they left it."""
        self._forks = _forks
        self._gate = NULL
        self._waiting = 0
        self._opened = False
        if not self._is_open():
            self._owner = 0
            self._depth = 0

    cdef bint _acquire(self, double timeout) except -1:
        """Take it, waiting so many seconds, or for ever if that is negative."""
        cdef section s
        cdef bint taken
        enter_section(&s, <void *>self)
        taken = self._try()
        leave_section(&s)
        return taken if taken or timeout == 0 else self._wait(timeout)

    cdef bint _wait(self, double timeout) except -1:
        cdef section s
        cdef bint taken
        cdef PyThread_type_lock gate
        cdef long long left = LONGEST_WAIT
        cdef double end = 0
        cdef PyLockStatus status
        if timeout > 0:
            end = time.monotonic() + timeout
        while True:
            if self._gate == NULL:
                gate = PyThread_allocate_lock()
                if gate == NULL:
                    raise MemoryError
                PyThread_acquire_lock(gate, WAIT_LOCK)
            else:
                gate = NULL
            if timeout > 0:
                left = <long long>min(1e6 * (end - time.monotonic()), LONGEST_WAIT)
            enter_section(&s, <void *>self)
            if gate != NULL and self._gate == NULL:
                self._gate = gate
                gate = NULL
            taken = self._try()
            if not taken and left > 0:
                self._waiting += 1
            leave_section(&s)
            if gate != NULL:
                PyThread_release_lock(gate)
                PyThread_free_lock(gate)
            if taken or left <= 0:
                return taken
            with nogil:
                status = PyThread_acquire_lock_timed(self._gate, left, 1)
            enter_section(&s, <void *>self)
            self._waiting -= 1
            if status == PY_LOCK_ACQUIRED:
                self._opened = False
            leave_section(&s)
            if status == PY_LOCK_INTR:
                PyErr_CheckSignals()

    cdef int _release(self) except -1:
        cdef section s
        cdef bint mine
        enter_section(&s, <void *>self)
        mine = self._owner != 0 and self._is_open()
        if mine:
            self._depth -= 1
            if self._depth == 0:
                self._owner = 0
                if self._waiting > 0:
                    self._open_gate()
        leave_section(&s)
        if not mine:
            raise RuntimeError("cannot release a lock that this thread does not hold")
        return 0

    cdef void _open_gate(self) noexcept nogil:
        if self._forks != _forks:
            self._renew()
        elif not self._opened:
            self._opened = True
            PyThread_release_lock(self._gate)

    def acquire(self, blocking=True, timeout=-1):
        """Take the lock, again if this thread has it already.

        Parameters
        ----------
        blocking : bool, default True
            Whether to wait until other threads have released it.
        timeout : float, default -1
            How many seconds to wait at most; for ever if -1.

        Returns
        -------
        bool
            Whether it was taken.

        Raises
        ------
        ValueError
            If there is a timeout without waiting, or it is negative but not -1.
        """
        cdef double seconds = timeout
        if not blocking:
            if seconds != -1:
                raise ValueError(
                    "can't specify a timeout for a non-blocking call: expected -1, got "
                    f"{timeout!r}"
                )
            return self._acquire(0)
        if seconds != -1 and not seconds >= 0:
            raise ValueError(
                f"timeout value must be a non-negative number or -1, got {timeout!r}"
            )
        return self._acquire(seconds)

    def release(self):
        """Give the lock back, as often as it was taken.

        Raises
        ------
        RuntimeError
            If this thread does not hold it.
        """
        self._release()

    def __enter__(self):
        self._acquire(-1)
        return True

    def __exit__(self, *exception):
        self._release()

    def __repr__(self):
        owner = self._owner
        held = f"held by thread {owner}" if owner else "free"
        return f"<lock of a bit generator, {held}>"


def _after_fork():
    global _forks
    _forks += 1


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)

# SeedSequence counts its children after it has made them, and bit generators may share
# one.
cdef object _spawning = _threads.opened_in_children(threading.RLock())
