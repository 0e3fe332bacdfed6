#include "nodes/agent/endpoint/log_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>

namespace armillary::agent {
namespace {

constexpr std::size_t kBlockBytes = 64u << 10;
/// A line that the runtime would have cut into parts long before.
constexpr std::size_t kMaxLineBytes = 1u << 20;

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && at == end ? std::optional(value) : std::nullopt;
}

/// Two to nine digits at `at`; -1 when one of them is none.
int digits(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/// With nine digits of a second's fraction, as upstream prints it; the runtime leaves out zeros at the end.
std::string fixedLength(std::string_view timestamp) {
    constexpr std::size_t kSecondsEnd = 19, kDigits = 9;
    if (timestamp.size() <= kSecondsEnd) return std::string(timestamp);
    std::string out(timestamp.substr(0, kSecondsEnd));
    timestamp.remove_prefix(kSecondsEnd);
    std::string_view fraction;
    if (timestamp.starts_with('.')) {
        const auto end = std::min(timestamp.find_first_not_of("0123456789", 1), timestamp.size());
        fraction = timestamp.substr(1, std::min(end - 1, kDigits));
        timestamp.remove_prefix(end);
    }
    return out.append(".").append(fraction).append(kDigits - fraction.size(), '0').append(timestamp);
}

}  // namespace

std::optional<std::int64_t> parseTimestamp(std::string_view text) {
    const int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 60 || text[4] != '-' || text[7] != '-' ||
        (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':') {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok() || year < 1678 || year > 2261) return std::nullopt;  // what 64 bits of nanoseconds hold
    std::int64_t seconds = std::chrono::sys_days(date).time_since_epoch() / std::chrono::seconds(1);
    seconds += hour * 3600 + minute * 60 + second;
    std::size_t at = 19;
    std::int64_t fraction = 0;
    if (at < text.size() && text[at] == '.') {
        std::int64_t unit = 100'000'000;
        const std::size_t first = ++at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10)
            fraction += (text[at] - '0') * unit;
        if (at == first) return std::nullopt;
    }
    if (at >= text.size()) return std::nullopt;
    if (text[at] == '+' || text[at] == '-') {
        const int hours = digits(text, at + 1, 2), minutes = digits(text, at + 4, 2);
        if (hours < 0 || minutes < 0 || text.size() != at + 6 || text[at + 3] != ':') return std::nullopt;
        seconds += (text[at] == '+' ? -1 : 1) * (hours * 3600 + minutes * 60);
    } else if ((text[at] != 'Z' && text[at] != 'z') || at + 1 != text.size()) {
        return std::nullopt;
    }
    return seconds * 1'000'000'000 + fraction;
}

std::optional<LogLine> parseLogLine(std::string_view line) {
    LogLine parsed;
    const auto word = [&] {
        const std::string_view found = line.substr(0, line.find(' '));
        line.remove_prefix(std::min(found.size() + 1, line.size()));
        return found;
    };
    parsed.timestamp = word();
    parsed.stream = word();
    const std::string_view tags = word();
    if (parsed.timestamp.size() < 20 || (parsed.stream != "stdout" && parsed.stream != "stderr")) return std::nullopt;
    // Tags are separated by colons; the first says whether the line is whole.
    const std::string_view tag = tags.substr(0, tags.find(':'));
    if (tag != "F" && tag != "P") return std::nullopt;
    parsed.partial = tag == "P";
    parsed.text = line;
    return parsed;
}

std::expected<LogOptions, std::string> LogOptions::parse(const RequestTarget& target, std::int64_t nowNanoseconds) {
    LogOptions options;
    options.follow = target.flag("follow");
    options.previous = target.flag("previous");
    options.timestamps = target.flag("timestamps");
    const auto read = [&](const char* name, std::int64_t minimum, std::optional<std::int64_t>& out) {
        if (!target.has(name)) return true;
        out = number(target.parameter(name));
        return out && *out >= minimum;
    };
    std::optional<std::int64_t> sinceSeconds;
    if (!read("tailLines", 0, options.tailLines))
        return std::unexpected("tailLines must be greater than or equal to 0");
    if (!read("limitBytes", 1, options.limitBytes)) return std::unexpected("limitBytes must be greater than 0");
    if (!read("sinceSeconds", 1, sinceSeconds)) return std::unexpected("sinceSeconds must be greater than 0");
    if (target.has("sinceTime")) {
        if (sinceSeconds) return std::unexpected("at most one of `sinceTime` or `sinceSeconds` may be specified");
        options.sinceNanoseconds = parseTimestamp(target.parameter("sinceTime"));
        if (!options.sinceNanoseconds) return std::unexpected("sinceTime is not an RFC 3339 time");
    }
    if (sinceSeconds)
        options.sinceNanoseconds =
            nowNanoseconds - std::min(*sinceSeconds, std::int64_t(4'000'000'000)) * 1'000'000'000;
    const std::string stream = target.parameter("stream");
    if (stream == "Stdout") options.stream = "stdout";
    if (stream == "Stderr") options.stream = "stderr";
    return options;
}

LogReader::~LogReader() {
    if (m_file >= 0) close(m_file);
}

std::expected<void, std::string> LogReader::open() {
    m_file = ::open(m_path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat info{};
    if (m_file < 0 || fstat(m_file, &info) != 0 || !S_ISREG(info.st_mode)) {
        return std::unexpected(m_file < 0 ? std::strerror(errno) : "not a file");
    }
    if (m_options.tailLines) lseek(m_file, tailStart(info.st_size), SEEK_SET);
    return {};
}

/// Where the last tailLines whole lines begin. A line in parts counts once, at its end.
std::int64_t LogReader::tailStart(std::int64_t size) const {
    if (*m_options.tailLines == 0) return size;
    std::int64_t wanted = *m_options.tailLines;
    std::string text;  // the bytes from `begin` on that have not been counted
    std::int64_t begin = size;
    const auto endsLine = [&](std::string_view line) {
        const auto parsed = parseLogLine(line);
        return parsed && !parsed->partial && (m_options.stream.empty() || parsed->stream == m_options.stream);
    };
    while (begin > 0) {
        const std::int64_t step = std::min<std::int64_t>(begin, kBlockBytes);
        std::string block(static_cast<std::size_t>(step), '\0');
        const ssize_t count = pread(m_file, block.data(), block.size(), begin - step);
        if (count != static_cast<ssize_t>(block.size())) return 0;
        begin -= step;
        text = block + text;
        // From the end: each newline but the last byte's is where a line begins.
        for (std::size_t end = text.size(); end > 0;) {
            const auto newline = end < 2 ? std::string::npos : text.rfind('\n', end - 2);
            if (newline == std::string::npos) {
                text.resize(end);
                break;
            }
            // The line that ends here is one more than is wanted: the output begins behind it.
            const std::string_view line = std::string_view(text).substr(newline + 1, end - newline - 1);
            if (endsLine(line) && --wanted < 0) return begin + static_cast<std::int64_t>(end);
            end = newline + 1;
            text.resize(end);
        }
        if (text.size() > kMaxLineBytes) return begin;
    }
    return !text.empty() && endsLine(text) && wanted == 0 ? static_cast<std::int64_t>(text.size()) : 0;
}

bool LogReader::fill() {
    m_buffer.erase(0, std::exchange(m_at, 0));
    const std::size_t before = m_buffer.size();
    m_buffer.resize(before + kBlockBytes);
    const ssize_t count = ::read(m_file, m_buffer.data() + before, kBlockBytes);
    m_buffer.resize(before + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    return count > 0;
}

/// The log was renamed and a new one begun under its name; true when reading goes on there.
bool LogReader::reopenRotated() {
    struct stat here{}, there{};
    if (fstat(m_file, &here) != 0 || stat(m_path.c_str(), &there) != 0) return false;
    if (here.st_ino == there.st_ino && here.st_dev == there.st_dev) {
        // Cut off in place.
        if (lseek(m_file, 0, SEEK_CUR) > there.st_size) lseek(m_file, 0, SEEK_SET);
        return false;
    }
    // What came between the last read and the renaming.
    if (fill()) return true;
    const int next = ::open(m_path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (next < 0) return false;
    close(m_file);
    m_file = next;
    m_buffer.clear();
    m_at = 0;
    return fill();
}

bool LogReader::read(std::string& out) {
    const std::size_t before = out.size();
    bool progress = false;
    while (!finished() && out.size() - before < kBlockBytes) {
        const auto newline = m_buffer.find('\n', m_at);
        if (newline == std::string::npos) {
            if (m_buffer.size() - m_at > kMaxLineBytes) m_at = m_buffer.size();
            if (!fill() && !reopenRotated()) break;
            progress = true;
            continue;
        }
        emit(std::string_view(m_buffer).substr(m_at, newline - m_at), out);
        m_at = newline + 1;
        progress = true;
    }
    return progress && !(finished() && out.size() == before);
}

void LogReader::emit(std::string_view line, std::string& out) {
    const auto parsed = parseLogLine(line);
    if (!parsed || (!m_options.stream.empty() && parsed->stream != m_options.stream)) return;
    if (m_options.sinceNanoseconds) {
        const auto at = parseTimestamp(parsed->timestamp);
        if (at && *at < *m_options.sinceNanoseconds) return;
        m_options.sinceNanoseconds.reset();  // later lines are later
    }
    std::string piece;
    if (m_options.timestamps && !m_insideLine) piece = fixedLength(parsed->timestamp) + " ";
    piece += parsed->text;
    if (!parsed->partial) piece += '\n';
    m_insideLine = parsed->partial;
    if (m_options.limitBytes) {
        piece.resize(std::min<std::size_t>(piece.size(), static_cast<std::size_t>(*m_options.limitBytes)));
        *m_options.limitBytes -= static_cast<std::int64_t>(piece.size());
    }
    out += piece;
}

}  // namespace armillary::agent
