#include "log_line.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <array>
#include <chrono>
#include <format>

namespace armillary::app {

namespace {

// Where a line says how bad it is, if it does.
constexpr qsizetype kLevelWithin = 256;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// Digits of a fixed width; -1 for anything else.
int number(std::string_view text, std::size_t at, std::size_t width) {
    int value = 0;
    if (at + width > text.size()) return -1;
    for (std::size_t i = at; i < at + width; ++i) {
        if (!isDigit(text[i])) return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/// One after the escape sequence that begins at `at` (ECMA-48: CSI, strings such as OSC, two bytes else).
std::size_t endOfEscape(std::string_view bytes, std::size_t at) {
    if (++at == bytes.size()) return at;
    const char kind = bytes[at++];
    if (kind == '[') {
        while (at < bytes.size() && bytes[at] >= 0x20 && bytes[at] < 0x40) ++at;
        return at < bytes.size() && bytes[at] >= 0x40 && bytes[at] < 0x7f ? at + 1 : at;
    }
    if (kind == ']' || kind == 'P' || kind == '_' || kind == '^') {
        // One without an end takes the line; a terminal would do the same.
        while (at < bytes.size() && bytes[at] != '\a' && bytes[at] != '\x1b') ++at;
        return at < bytes.size() && bytes[at] == '\x1b' ? std::min(at + 2, bytes.size())
                                                        : std::min(at + 1, bytes.size());
    }
    return at;
}

/// Turns text around, or begins another line or paragraph.
bool isDisruptive(QChar c) {
    const auto code = c.unicode();
    return (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || (code >= 0x80 && code < 0xa0);
}

Severity severityOfWord(QStringView word) {
    struct Known {
        QLatin1StringView word;
        Severity severity;
    };
    static constexpr std::array kKnown{
        Known{QLatin1StringView("error"), Severity::Error},      Known{QLatin1StringView("err"), Severity::Error},
        Known{QLatin1StringView("fatal"), Severity::Error},      Known{QLatin1StringView("critical"), Severity::Error},
        Known{QLatin1StringView("crit"), Severity::Error},       Known{QLatin1StringView("panic"), Severity::Error},
        Known{QLatin1StringView("dpanic"), Severity::Error},     Known{QLatin1StringView("alert"), Severity::Error},
        Known{QLatin1StringView("emerg"), Severity::Error},      Known{QLatin1StringView("emergency"), Severity::Error},
        Known{QLatin1StringView("severe"), Severity::Error},     Known{QLatin1StringView("warn"), Severity::Warning},
        Known{QLatin1StringView("warning"), Severity::Warning},  Known{QLatin1StringView("info"), Severity::Info},
        Known{QLatin1StringView("information"), Severity::Info}, Known{QLatin1StringView("notice"), Severity::Info},
        Known{QLatin1StringView("debug"), Severity::Debug},      Known{QLatin1StringView("trace"), Severity::Debug},
        Known{QLatin1StringView("verbose"), Severity::Debug}};
    for (const Known& known : kKnown)
        if (word.compare(known.word, Qt::CaseInsensitive) == 0) return known.severity;
    return Severity::None;
}

/// A word, or a number as bunyan and pino have it.
Severity severityOfValue(const QJsonValue& value) {
    if (value.isString()) return severityOfWord(value.toString());
    const double level = value.toDouble();
    return level >= 50   ? Severity::Error
           : level >= 40 ? Severity::Warning
           : level >= 30 ? Severity::Info
           : level > 0   ? Severity::Debug
                         : Severity::None;
}

/// I0102 15:04:05.
Severity severityOfKlog(QStringView text) {
    if (text.size() < 8 || text[5] != u' ' || !text[6].isDigit()) return Severity::None;
    for (int i = 1; i < 5; ++i)
        if (!text[i].isDigit()) return Severity::None;
    switch (text[0].unicode()) {
        case u'I':
            return Severity::Info;
        case u'W':
            return Severity::Warning;
        case u'E':
        case u'F':
            return Severity::Error;
        default:
            return Severity::None;
    }
}

QString textOf(const QJsonValue& value) {
    if (value.isString()) return value.toString();
    if (value.isBool()) return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    if (value.isDouble()) return value.toVariant().toString();
    if (value.isNull()) return QStringLiteral("null");
    return QString::fromUtf8((value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject()))
                                 .toJson(QJsonDocument::Compact));
}

/// The value of the first of these that it has, which is then taken out.
QJsonValue takeFirst(QJsonObject& object, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        const auto found = object.constFind(QLatin1StringView(name));
        if (found == object.constEnd() || found->isObject() || found->isArray()) continue;
        QJsonValue value = *found;
        object.remove(QLatin1StringView(name));
        return value;
    }
    return QJsonValue::Undefined;
}

/// False when it is no JSON object.
bool readJson(std::string_view bytes, LogLine& line) {
    if (!bytes.starts_with('{')) return false;
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size())));
    if (!document.isObject()) return false;
    QJsonObject object = document.object();
    line.isJson = true;
    line.severity = severityOfValue(takeFirst(object, {"level", "severity", "lvl", "levelname", "log.level"}));
    takeFirst(object, {"time", "ts", "timestamp", "@timestamp"});  // the line has one already
    const QJsonValue message = takeFirst(object, {"message", "msg", "@message", "log", "event"});
    QString text = message.isUndefined() || message.isNull() ? QString() : textOf(message);
    for (auto field = object.constBegin(); field != object.constEnd(); ++field) {
        if (!text.isEmpty()) text += u"  ";
        text += field.key() + u'=' + textOf(field.value());
    }
    // What JSON had escaped is no safer than what stands there.
    line.text = plainLogText(text.toStdString());
    return true;
}

}  // namespace

QString severityName(Severity severity) {
    switch (severity) {
        case Severity::Error:
            return QStringLiteral("error");
        case Severity::Warning:
            return QStringLiteral("warning");
        case Severity::Info:
            return QStringLiteral("info");
        case Severity::Debug:
            return QStringLiteral("debug");
        case Severity::None:
            break;
    }
    return {};
}

std::optional<std::int64_t> readLogTime(std::string_view text) {
    using namespace std::chrono;
    constexpr std::string_view kShape = "0000-00-00T00:00:00";
    if (text.size() < kShape.size() + 1 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
        text[16] != ':')
        return std::nullopt;
    const year_month_day date(year(number(text, 0, 4)), month(static_cast<unsigned>(number(text, 5, 2))),
                              day(static_cast<unsigned>(number(text, 8, 2))));
    const int hour = number(text, 11, 2), minute = number(text, 14, 2), second = number(text, 17, 2);
    // Years that nanoseconds in 64 bits can hold.
    if (!date.ok() || date.year() < year(1970) || date.year() > year(2261) || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 60)
        return std::nullopt;
    std::size_t at = kShape.size();
    std::int64_t fraction = 0;
    if (text[at] == '.') {
        std::int64_t unit = 100'000'000;
        for (++at; at < text.size() && isDigit(text[at]); ++at, unit /= 10) fraction += (text[at] - '0') * unit;
    }
    int zone = 0;
    if (at + 6 == text.size() && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':') {
        const int hours = number(text, at + 1, 2), minutes = number(text, at + 4, 2);
        if (hours < 0 || minutes < 0) return std::nullopt;
        zone = (text[at] == '-' ? -1 : 1) * (hours * 60 + minutes);
    } else if (at + 1 != text.size() || text[at] != 'Z') {
        return std::nullopt;
    }
    const auto since = sys_days(date).time_since_epoch() + hours(hour) + minutes(minute - zone) + seconds(second);
    return duration_cast<nanoseconds>(since).count() + fraction;
}

QString logTimeText(std::int64_t time) {
    const std::chrono::sys_time<std::chrono::nanoseconds> at{std::chrono::nanoseconds(time)};
    return QString::fromStdString(std::format("{:%Y-%m-%dT%H:%M:%S}Z", at));
}

QString plainLogText(std::string_view bytes) {
    const bool cut = bytes.size() > static_cast<std::size_t>(kLongestLogLine);
    const std::size_t rest = cut ? bytes.size() - static_cast<std::size_t>(kLongestLogLine) : 0;
    if (cut) bytes = bytes.substr(0, static_cast<std::size_t>(kLongestLogLine));
    while (bytes.ends_with('\r')) bytes.remove_suffix(1);
    std::string plain;
    plain.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size();) {
        const char c = bytes[i];
        if (c == '\x1b') {
            i = endOfEscape(bytes, i);
            continue;
        }
        ++i;
        if (c == '\t')
            plain += "    ";
        else if (c >= 0 && c < 0x20)
            plain += "\xe2\x90", plain += static_cast<char>(0x80 + c);  // U+2400 and on: a picture of it
        else if (c != 0x7f)
            plain += c;
    }
    QString text = QString::fromUtf8(plain.data(), static_cast<qsizetype>(plain.size()));
    for (QChar& c : text)
        if (isDisruptive(c)) c = QChar::ReplacementCharacter;
    if (cut) text += QCoreApplication::translate("LogLine", " … (%1 more bytes)").arg(rest);
    return text;
}

Severity severityOf(QStringView text) {
    text = text.first(std::min(text.size(), kLevelWithin));
    if (const Severity klog = severityOfKlog(text); klog != Severity::None) return klog;
    Severity named = Severity::None;
    for (qsizetype at = 0; at < text.size();) {
        if (!text[at].isLetter()) {
            ++at;
            continue;
        }
        qsizetype end = at;
        while (end < text.size() && text[end].isLetterOrNumber()) ++end;
        const QStringView word = text.sliced(at, end - at);
        if ((word == u"level" || word == u"lvl" || word == u"severity") && end < text.size() && text[end] == u'=') {
            qsizetype from = end + 1;
            if (from < text.size() && text[from] == u'"') ++from;
            qsizetype to = from;
            while (to < text.size() && text[to].isLetter()) ++to;
            if (const Severity level = severityOfWord(text.sliced(from, to - from)); level != Severity::None)
                return level;
        }
        if (named == Severity::None) {
            const bool bracketed = at > 0 && text[at - 1] == u'[' && end < text.size() && text[end] == u']';
            const bool inFront = at == 0 && end < text.size() && text[end] == u':';
            const bool loud =
                word.size() > 3 && word[0].isUpper() && word[1].isUpper() && word[word.size() - 1].isUpper();
            if (bracketed || inFront || loud) named = severityOfWord(word);
        }
        at = end;
    }
    return named;
}

LogLine readLogLine(std::string_view bytes, std::int64_t otherwise) {
    LogLine line;
    const auto blank = bytes.find(' ');
    const auto time = readLogTime(bytes.substr(0, blank));
    line.time = time.value_or(otherwise);
    if (time) bytes.remove_prefix(blank == std::string_view::npos ? bytes.size() : blank + 1);
    line.raw = plainLogText(bytes);
    const bool whole = bytes.size() <= static_cast<std::size_t>(kLongestLogLine);
    if (!whole || !readJson(bytes, line)) line.text = line.raw;
    if (line.severity == Severity::None) line.severity = severityOf(line.text);
    return line;
}

}  // namespace armillary::app
