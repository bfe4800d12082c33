#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Ctrl-C asks a run to stop after the present epoch; a second one ends the program at once.
enum Interrupt {
    /// True once Ctrl-C was pressed.
    static var isRequested: Bool { interruptions > 0 }

    static func watch() {
        interruptions = 0
        signal(SIGINT) { _ in
            interruptions += 1
            if interruptions > 1 { _exit(130) }
        }
        // A parent that keeps signals from its own threads hands that down.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigprocmask(SIG_UNBLOCK, &signals, nil)
    }
}

/// Written by the signal handler alone, read between epochs.
private nonisolated(unsafe) var interruptions: sig_atomic_t = 0
