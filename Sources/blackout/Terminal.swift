import Reporting

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The two streams of the program: results on stdout, everything for people on stderr.
enum Terminal {
    /// `blackout run … | head` ends the program without a word.
    static func endQuietlyOnBrokenPipe() { signal(SIGPIPE, SIG_DFL) }

    /// Writes a result.
    static func print(_ text: String) throws(Failure) { try write(text, to: STDOUT_FILENO) }

    /// Says something to the person at the terminal, as a line of its own.
    static func say(_ text: String) {
        // Nothing is left to be told to if stderr is closed.
        try? write(text + "\n", to: STDERR_FILENO)
    }

    /// Writes part of a line to the person at the terminal.
    static func draw(_ text: String) { try? write(text, to: STDERR_FILENO) }

    static var isErrorShown: Bool { isatty(STDERR_FILENO) == 1 }

    /// Columns for a report: the terminal's, within reason; 120 where there is none.
    static var width: Int {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 120
        }
        return min(max(Int(size.ws_col), 80), 200)
    }

    static func palette(_ choice: ColourChoice) -> Palette {
        switch choice {
        case .always: .ansi
        case .never: .plain
        case .auto: isColourWelcome ? .ansi : .plain
        }
    }

    /// https://no-color.org: set and not empty means none.
    private static var isColourWelcome: Bool {
        isatty(STDOUT_FILENO) == 1 && variable("NO_COLOR").isEmpty && variable("TERM") != "dumb"
    }

    private static func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }

    private static func write(_ text: String, to descriptor: Int32) throws(Failure) {
        var text = text
        let failure: Int32 = text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = systemWrite(descriptor, start, rest.count)
                if count < 0, errno == EINTR { continue }
                if count < 0 { return errno }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return 0
        }
        // A reader that went away has seen enough.
        if failure != 0, failure != EPIPE {
            throw Failure(.cannotWrite, "error: cannot write to stdout: \(String(cString: strerror(failure)))")
        }
    }
}

private let systemWrite = write

/// When a report is coloured.
enum ColourChoice: String, CaseIterable {
    case auto
    case always
    case never
}
