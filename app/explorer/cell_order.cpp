#include "cell_order.h"

#include <array>
#include <optional>
#include <utility>

namespace armillary::app {

namespace {

bool isDigit(QChar c) {
    return c >= u'0' && c <= u'9';
}

/// Digits with at most one point; takes them off `text`.
std::optional<double> takeNumber(QStringView& text) {
    qsizetype end = 0;
    bool point = false;
    while (end < text.size() && (isDigit(text[end]) || (text[end] == u'.' && !std::exchange(point, true)))) ++end;
    if (end == 0 || (end == 1 && point)) return std::nullopt;
    bool ok = false;
    const double number = text.first(end).toDouble(&ok);
    if (!ok) return std::nullopt;
    text = text.sliced(end);
    return number;
}

/// "4d3h", "5m30s", "12s": seconds.
std::optional<double> duration(QStringView text) {
    double seconds = 0;
    if (text.isEmpty()) return std::nullopt;
    while (!text.isEmpty()) {
        const auto number = takeNumber(text);
        if (!number || text.isEmpty()) return std::nullopt;
        constexpr std::array kUnits = {std::pair(u'y', 365.0 * 86400), std::pair(u'd', 86400.0),
                                       std::pair(u'h', 3600.0), std::pair(u'm', 60.0), std::pair(u's', 1.0)};
        double unit = 0;
        for (const auto& [letter, length] : kUnits)
            if (text.front() == letter) unit = length;
        if (unit == 0) return std::nullopt;
        seconds += *number * unit;
        text = text.sliced(1);
    }
    return seconds;
}

/// The suffixes of quantities. Source:
/// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/.
std::optional<double> unitOf(QStringView suffix) {
    constexpr std::array<std::pair<QStringView, double>, 13> kUnits = {{{u"n", 1e-9},
                                                                        {u"u", 1e-6},
                                                                        {u"m", 1e-3},
                                                                        {u"k", 1e3},
                                                                        {u"M", 1e6},
                                                                        {u"G", 1e9},
                                                                        {u"T", 1e12},
                                                                        {u"P", 1e15},
                                                                        {u"Ki", 1024.0},
                                                                        {u"Mi", 1048576.0},
                                                                        {u"Gi", 1073741824.0},
                                                                        {u"Ti", 1099511627776.0},
                                                                        {u"%", 1.0}}};
    for (const auto& [name, unit] : kUnits)
        if (name == suffix) return unit;
    return std::nullopt;
}

std::optional<double> numberOf(QStringView cell) {
    // A share sorts as one, an empty one first: "0/0" below "1/3".
    if (const qsizetype slash = cell.indexOf(u'/'); slash > 0) {
        QStringView left = cell.first(slash), right = cell.sliced(slash + 1);
        const auto part = takeNumber(left), whole = takeNumber(right);
        if (part && whole && left.isEmpty() && right.isEmpty()) return *whole > 0 ? *part / *whole : 0;
        return std::nullopt;
    }
    // "12 (5m ago)": what stands in front counts.
    const QStringView first = cell.first(cell.indexOf(u' ') < 0 ? cell.size() : cell.indexOf(u' '));
    QStringView rest = first;
    const auto number = takeNumber(rest);
    if (!number) return std::nullopt;
    if (rest.isEmpty()) return first.size() == cell.size() || cell[first.size() + 1] == u'(' ? number : std::nullopt;
    if (const auto seconds = duration(first)) return seconds;
    if (const auto unit = unitOf(rest)) return *number * *unit;
    return std::nullopt;
}

}  // namespace

int compareNaturally(QStringView left, QStringView right) {
    while (!left.isEmpty() && !right.isEmpty()) {
        if (isDigit(left.front()) && isDigit(right.front())) {
            const auto run = [](QStringView text) {
                qsizetype end = 0;
                while (end < text.size() && isDigit(text[end])) ++end;
                return text.first(end);
            };
            QStringView a = run(left), b = run(right);
            left = left.sliced(a.size()), right = right.sliced(b.size());
            while (a.size() > 1 && a.front() == u'0') a = a.sliced(1);
            while (b.size() > 1 && b.front() == u'0') b = b.sliced(1);
            if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
            if (const int order = a.compare(b); order != 0) return order < 0 ? -1 : 1;
            continue;
        }
        if (left.front() != right.front()) return left.front() < right.front() ? -1 : 1;
        left = left.sliced(1), right = right.sliced(1);
    }
    return left.isEmpty() == right.isEmpty() ? 0 : left.isEmpty() ? -1 : 1;
}

CellOrder CellOrder::of(const QString& cell) {
    if (cell.isEmpty() || cell.startsWith(u'<')) return {};
    if (const auto number = numberOf(cell)) return {.kind = Number, .number = *number};
    return {.kind = Text, .text = cell.toLower()};
}

std::weak_ordering CellOrder::operator<=>(const CellOrder& other) const {
    if (kind != other.kind) return kind <=> other.kind;
    if (kind == Text) return compareNaturally(text, other.text) <=> 0;
    return number < other.number   ? std::weak_ordering::less
           : number > other.number ? std::weak_ordering::greater
                                   : std::weak_ordering::equivalent;
}

}  // namespace armillary::app
