#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A file that is made beside its target under another name and takes the target's place in one step.
///
/// Until `commit()` the target stays as it was; whatever fails before leaves nothing behind.
package struct FileReplacement: ~Copyable {
    /// Where the new content is to be written.
    package let temporaryPath: String
    private let target: String
    private let asked: String
    private var isCommitted = false

    /// Makes an empty file beside `path`, with missing folders on the way.
    ///
    /// - Parameter mayReplace: told the path of a file that exists already; returns why it must stay, or nil.
    /// - Throws: `ResultFileError.cannotWrite`.
    package init(of path: String, mayReplace: (String) -> String? = { _ in nil }) throws(ResultFileError) {
        let place = try FileReplacement.prepare(path, mayReplace)
        asked = path
        target = place.target
        temporaryPath = place.temporary
    }

    /// Brings the new file to disk and puts it in the target's place.
    package mutating func commit() throws(ResultFileError) {
        try FileReplacement.synchronise(temporaryPath, for: asked)
        guard rename(temporaryPath, target) == 0 else {
            throw .cannotWrite(path: asked, reason: lastReason(), mend: "check that the folder may be written")
        }
        isCommitted = true
        // A folder that cannot be synchronised (some network file systems) still holds the complete file.
        let folder = open(FileReplacement.folder(of: target), O_RDONLY)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    deinit {
        if !isCommitted { unlink(temporaryPath) }
    }

    /// Replaces the content of a file by a text; pipes and devices are written to as they are.
    package static func replaceContent(of path: String, with text: String) throws(ResultFileError) {
        if let kind = kind(of: path), kind != S_IFREG, kind != S_IFDIR {
            try append(text, to: path, for: path)
            return
        }
        var file = try FileReplacement(of: path)
        try append(text, to: file.temporaryPath, for: path)
        try file.commit()
    }

    private static func prepare(
        _ path: String, _ mayReplace: (String) -> String?
    ) throws(ResultFileError) -> (target: String, temporary: String) {
        let target = try resolved(path)
        if let reason = mayReplace(target) {
            throw .cannotWrite(path: path, reason: reason, mend: "choose another name, or remove that file first")
        }
        return (target, try makeTemporary(in: folder(of: target), for: path))
    }

    private static func append(_ text: String, to file: String, for asked: String) throws(ResultFileError) {
        let descriptor = open(file, O_WRONLY)
        guard descriptor >= 0 else {
            throw .cannotWrite(path: asked, reason: lastReason(), mend: "check its permissions")
        }
        defer { close(descriptor) }
        var text = text
        let failure: Int32 = text.withUTF8 { bytes in
            var done = 0
            while done < bytes.count {
                let count = write(descriptor, bytes.baseAddress! + done, bytes.count - done)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return errno }
                done += count
            }
            return 0
        }
        guard failure == 0 else {
            throw .cannotWrite(path: asked, reason: reason(failure), mend: "check the space on the disk")
        }
    }

    /// The file that a path leads to, through symbolic links, as an absolute path without `file:` or `:memory:` sense.
    private static func resolved(_ path: String) throws(ResultFileError) -> String {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw .cannotWrite(path: path, reason: "the path is empty or holds a zero byte", mend: "name a file")
        }
        switch kind(of: path) {
        case S_IFDIR:
            throw .cannotWrite(
                path: path, reason: "it is a folder",
                mend: "name a file in it, for example \(path.hasSuffix("/") ? path : path + "/")result.sqlite")
        case S_IFREG:
            if let real = realPath(path) { return real }
            throw .cannotWrite(path: path, reason: lastReason(), mend: "check its permissions")
        case nil:
            if path.hasSuffix("/") {
                throw .cannotWrite(path: path, reason: "it names a folder", mend: "name a file in it")
            }
            try makeFolder(folder(of: path), for: path)
            guard let real = realPath(folder(of: path)) else {
                throw .cannotWrite(path: path, reason: lastReason(), mend: "check the permissions of its folder")
            }
            return real + "/" + fileName(of: path)
        default:
            throw .cannotWrite(path: path, reason: "it is neither a file nor a folder", mend: "name an ordinary file")
        }
    }

    /// Makes a folder and those above it that are missing.
    private static func makeFolder(_ folder: String, for path: String) throws(ResultFileError) {
        if kind(of: folder) == S_IFDIR { return }
        let parent = self.folder(of: folder)
        if parent != folder { try makeFolder(parent, for: path) }
        guard mkdir(folder, 0o777) == 0 || errno == EEXIST && kind(of: folder) == S_IFDIR else {
            throw .cannotWrite(
                path: path, reason: "folder '\(folder)' cannot be made: \(lastReason())",
                mend: "make the folder, or choose another place")
        }
    }

    private static func makeTemporary(in folder: String, for path: String) throws(ResultFileError) -> String {
        for attempt in 0..<1000 {
            let name = "\(folder)/.blackout-\(getpid())-\(attempt).partial"
            let descriptor = open(name, O_CREAT | O_EXCL | O_RDWR, 0o666)
            if descriptor >= 0 {
                close(descriptor)
                return name
            }
            if errno != EEXIST { break }
        }
        throw .cannotWrite(
            path: path, reason: "no file can be made in '\(folder)': \(lastReason())",
            mend: "check the permissions and the space of that folder, or choose another with --out")
    }

    private static func synchronise(_ file: String, for asked: String) throws(ResultFileError) {
        let descriptor = open(file, O_RDONLY)
        guard descriptor >= 0 else {
            throw .cannotWrite(path: asked, reason: lastReason(), mend: "check its permissions")
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw .cannotWrite(path: asked, reason: lastReason(), mend: "check the disk")
        }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func fileName(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }
}

/// Kind of what a path leads to (`S_IFREG`, `S_IFDIR`, …); nil where there is nothing to be seen.
func kind(of path: String) -> mode_t? {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    return information.st_mode & S_IFMT
}

/// Absolute path without links; nil where the path leads nowhere.
func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
}

/// What the system says about the last failed call.
func lastReason() -> String { reason(errno) }

private func reason(_ code: Int32) -> String {
    let text = String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
}
