#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "nodes/agent/endpoint/target.h"

/// Container logs as the runtime writes them (the CRI's format): "2026-01-01T00:00:00.0Z stdout F text", F for a whole
/// line or the end of one, P for a part.
namespace armillary::agent {

struct LogOptions {
    bool follow = false, previous = false, timestamps = false;
    std::optional<std::int64_t> tailLines, limitBytes;
    std::optional<std::int64_t> sinceNanoseconds;  ///< since the Unix epoch
    std::string stream;                            ///< "stdout", "stderr"; "" for both

    /// From the query of /containerLogs; the error is a sentence for the client.
    static std::expected<LogOptions, std::string> parse(const RequestTarget& target, std::int64_t nowNanoseconds);
};

struct LogLine {
    std::string_view timestamp, stream, text;  ///< text without its newline
    bool partial = false;
};

/// Nothing when the line is not in the format.
std::optional<LogLine> parseLogLine(std::string_view line);

/// RFC 3339 with up to nine digits of a second's fraction → nanoseconds since the Unix epoch.
std::optional<std::int64_t> parseTimestamp(std::string_view text);

/// Reads one container's log, across rotations, into what the client sees. Not thread-safe.
class LogReader {
public:
    LogReader(std::string path, LogOptions options) : m_path(std::move(path)), m_options(std::move(options)) {}
    ~LogReader();
    LogReader(const LogReader&) = delete;
    LogReader& operator=(const LogReader&) = delete;

    /// Opens the file and goes to where the output begins. The error is the system's.
    std::expected<void, std::string> open();
    /// Appends to `out` what there is, at most about 64 KB. False when there is nothing new at the moment.
    bool read(std::string& out);
    /// The byte limit is reached: nothing more will come.
    bool finished() const { return m_options.limitBytes && *m_options.limitBytes <= 0; }

private:
    bool fill();
    bool reopenRotated();
    void emit(std::string_view line, std::string& out);
    std::int64_t tailStart(std::int64_t size) const;

    const std::string m_path;
    LogOptions m_options;
    int m_file = -1;
    std::string m_buffer;
    std::size_t m_at = 0;
    bool m_insideLine = false;  ///< the last piece written was a part
};

}  // namespace armillary::agent
