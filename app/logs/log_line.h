#pragma once

#include <QString>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace armillary::app {

/// How bad a line says that it is; None when it says nothing.
enum class Severity : std::uint8_t { None, Debug, Info, Warning, Error };
/// "error", "warning", "info", "debug", "".
QString severityName(Severity severity);

/// One line of one container's log.
struct LogLine {
    std::int64_t time = 0;  ///< nanoseconds since 1970
    QString pod, container;
    QString raw;   ///< as it was written, but for escape sequences and control characters; bounded
    QString text;  ///< to be read: of a JSON object its message, then what else it has as key=value
    Severity severity = Severity::None;
    bool isJson = false;
};
using LogLineRef = std::shared_ptr<const LogLine>;

/// Longer lines are cut, and say so.
constexpr qsizetype kLongestLogLine = 64 * 1024;

/// RFC 3339 with any fraction and zone, as nanoseconds since 1970.
std::optional<std::int64_t> readLogTime(std::string_view text);
/// "2026-01-02T03:04:05.123456789Z".
QString logTimeText(std::int64_t time);

/// What a server sends with timestamps=true, without its end: time, blank, text. What has no readable time gets
/// `otherwise`. Takes any bytes.
LogLine readLogLine(std::string_view bytes, std::int64_t otherwise);

/// Without terminals' escape sequences; what else cannot be shown becomes a sign that can.
QString plainLogText(std::string_view bytes);
/// By klog's prefix, logfmt's level=, a word such as ERROR or [warn], or "error:" in front.
Severity severityOf(QStringView text);

}  // namespace armillary::app
