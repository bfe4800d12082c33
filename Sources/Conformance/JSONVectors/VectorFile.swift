import CZlib
import Foundation

/// Why a vector file could not be read.
public enum VectorFileError: Error, Equatable, Sendable, CustomStringConvertible {
    case unreadable(path: String)
    case damaged(path: String)
    case tooLarge(path: String, limit: Int)

    /// The path, what is wrong and what mends it.
    public var description: String {
        switch self {
        case .unreadable(let path): "\(path): cannot be opened for reading; check the path and its permissions"
        case .damaged(let path): "\(path): the gzip stream is damaged or cut; fetch the file again"
        case .tooLarge(let path, let limit): "\(path): larger than \(limit) bytes unpacked; no vector file is"
        }
    }
}

/// Reads files that may be packed with gzip.
enum VectorFile {
    /// So much and no more: a vector file has at most a few megabytes.
    private static let limit = 256 << 20

    /// The whole content, unpacked if it is a gzip stream.
    static func bytes(_ path: String) throws(VectorFileError) -> [UInt8] {
        guard let file = gzopen(path, "rb") else { throw .unreadable(path: path) }
        defer { gzclose(file) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = gzread(file, &buffer, UInt32(buffer.count))
            guard count >= 0 else { throw .damaged(path: path) }
            if count == 0 { break }
            content.append(contentsOf: buffer[..<Int(count)])
            guard content.count <= limit else { throw .tooLarge(path: path, limit: limit) }
        }
        // A stream that ends too early reads as a short one; only the state of the file tells.
        var code: Int32 = 0
        _ = gzerror(file, &code)
        guard code == Z_OK || code == Z_STREAM_END else { throw .damaged(path: path) }
        return content
    }

    /// Names of the files in a directory, sorted; nil if it is none.
    static func names(in directory: String) -> [String]? {
        try? FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    }
}
