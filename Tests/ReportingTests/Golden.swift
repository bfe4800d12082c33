import Foundation
import Testing

/// Texts that a report must reproduce to the byte, in the folder `Golden`.
///
/// `BLACKOUT_UPDATE_GOLDEN=1 swift test` writes them anew; look at the difference before you commit it.
enum Golden {
    static func expect(
        _ text: String, _ name: String, location: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")
        let file = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["BLACKOUT_UPDATE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(text == expected, "differs from Golden/\(name)", sourceLocation: location)
    }
}
