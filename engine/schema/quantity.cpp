#include <algorithm>
#include <charconv>
#include <limits>

#include "engine/schema/scalars.h"

namespace armillary::schema {

namespace {

constexpr std::string_view kWrongFormat =
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
constexpr std::string_view kWrongNumber = "unable to parse numeric part of quantity";
constexpr std::string_view kWrongSuffix = "unable to parse quantity's suffix";

/// Digits further apart than this are not added up: the smaller number is then beyond any meaning.
constexpr std::int64_t kWidestSum = 4096;
/// Decimal digits that upstream keeps in an int64.
constexpr std::int64_t kFastDigits = 18;
constexpr std::int64_t kNano = -9;

enum class Format { DecimalSi, BinarySi, DecimalExponent };

/// sign × digits × 10^scale. Digits have no leading zeros; none at all is zero.
struct Amount {
    bool negative = false;
    std::string digits;
    std::int64_t scale = 0;

    bool isZero() const { return digits.empty(); }
};

void trim(Amount& amount) {
    amount.digits.erase(0, amount.digits.find_first_not_of('0'));
    if (amount.digits.empty()) amount.negative = false;
}

void dropTrailingZeros(Amount& amount) {
    while (!amount.digits.empty() && amount.digits.back() == '0') {
        amount.digits.pop_back();
        ++amount.scale;
    }
}

int compareDigits(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
    return left.compare(right);
}

void increment(std::string& digits) {
    for (auto at = digits.rbegin(); at != digits.rend(); ++at) {
        if (*at != '9') {
            ++*at;
            return;
        }
        *at = '0';
    }
    digits.insert(digits.begin(), '1');
}

/// Rounds away from zero to a multiple of 10^scale. Returns whether nothing was lost.
bool roundUp(Amount& amount, std::int64_t scale) {
    if (amount.isZero() || amount.scale >= scale) return true;
    const std::int64_t drop = scale - amount.scale;
    amount.scale = scale;
    if (drop > static_cast<std::int64_t>(amount.digits.size())) {
        amount.digits = "1";
        return false;
    }
    const std::size_t keep = amount.digits.size() - static_cast<std::size_t>(drop);
    const bool exact = amount.digits.find_first_not_of('0', keep) == std::string::npos;
    amount.digits.resize(keep);
    if (!exact) increment(amount.digits);
    return exact;
}

std::string addDigits(std::string_view left, std::string_view right) {
    std::string sum(std::max(left.size(), right.size()) + 1, '0');
    int carry = 0;
    for (std::size_t i = 0; i < sum.size(); ++i) {
        int digit = carry;
        if (i < left.size()) digit += left[left.size() - 1 - i] - '0';
        if (i < right.size()) digit += right[right.size() - 1 - i] - '0';
        sum[sum.size() - 1 - i] = static_cast<char>('0' + digit % 10);
        carry = digit / 10;
    }
    return sum;
}

/// left - right, left being the larger.
std::string subtractDigits(std::string_view left, std::string_view right) {
    std::string difference(left);
    int borrow = 0;
    for (std::size_t i = 0; i < difference.size(); ++i) {
        char& at = difference[difference.size() - 1 - i];
        int digit = at - '0' - borrow - (i < right.size() ? right[right.size() - 1 - i] - '0' : 0);
        borrow = digit < 0;
        at = static_cast<char>('0' + digit + (borrow ? 10 : 0));
    }
    return difference;
}

void multiply(std::string& digits, std::uint64_t factor) {
    unsigned __int128 carry = 0;
    for (auto at = digits.rbegin(); at != digits.rend(); ++at) {
        carry += static_cast<unsigned __int128>(*at - '0') * factor;
        *at = static_cast<char>('0' + static_cast<int>(carry % 10));
        carry /= 10;
    }
    for (; carry != 0; carry /= 10)
        digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(carry % 10)));
}

/// Exponent of the first digit, the magnitude of the number.
std::int64_t magnitude(const Amount& amount) {
    return amount.scale + static_cast<std::int64_t>(amount.digits.size());
}

int compareMagnitude(const Amount& left, const Amount& right) {
    if (left.isZero() || right.isZero()) return static_cast<int>(!left.isZero()) - static_cast<int>(!right.isZero());
    if (magnitude(left) != magnitude(right)) return magnitude(left) < magnitude(right) ? -1 : 1;
    const std::size_t common = std::min(left.digits.size(), right.digits.size());
    if (int order = left.digits.compare(0, common, right.digits, 0, common); order != 0) return order;
    if (left.digits.find_first_not_of('0', common) != std::string::npos) return 1;
    if (right.digits.find_first_not_of('0', common) != std::string::npos) return -1;
    return 0;
}

int compareAmounts(const Amount& left, const Amount& right) {
    if (left.negative != right.negative) return left.negative ? -1 : 1;
    const int order = compareMagnitude(left, right);
    return left.negative ? -order : order;
}

Amount add(Amount left, Amount right) {
    if (right.isZero()) return left;
    if (left.isZero()) return right;
    if (compareMagnitude(left, right) < 0) std::swap(left, right);
    if (magnitude(left) - std::min(left.scale, right.scale) > kWidestSum) return left;
    const std::int64_t scale = std::min(left.scale, right.scale);
    left.digits.append(static_cast<std::size_t>(left.scale - scale), '0');
    right.digits.append(static_cast<std::size_t>(right.scale - scale), '0');
    left.scale = scale;
    left.digits = left.negative == right.negative ? addDigits(left.digits, right.digits)
                                                  : subtractDigits(left.digits, right.digits);
    trim(left);
    return left;
}

/// The amount rounded up at `scale` as a multiple of it, within int64.
std::int64_t scaled(Amount amount, std::int64_t scale) {
    roundUp(amount, scale);
    const auto limit =
        amount.negative ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
    if (amount.isZero()) return 0;
    if (magnitude(amount) - scale > 19) return limit;
    amount.digits.append(static_cast<std::size_t>(amount.scale - scale), '0');
    std::uint64_t value = 0;
    std::from_chars(amount.digits.data(), amount.digits.data() + amount.digits.size(), value);
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return limit;
    return amount.negative ? -static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
}

struct Suffix {
    std::string_view text;
    int exponent;
};
constexpr Suffix kDecimalSuffixes[] = {{"n", -9}, {"u", -6}, {"m", -3}, {"", 0},   {"k", 3},
                                       {"M", 6},  {"G", 9},  {"T", 12}, {"P", 15}, {"E", 18}};
constexpr Suffix kBinarySuffixes[] = {{"Ki", 10}, {"Mi", 20}, {"Gi", 30}, {"Ti", 40}, {"Pi", 50}, {"Ei", 60}};

/// Divides a whole number by 1024 while that leaves no remainder; returns how often, six times at most.
int removeFactorsOf1024(std::string& digits) {
    int times = 0;
    while (times < 6) {
        std::string quotient;
        int remainder = 0;
        for (char digit : digits) {
            remainder = remainder * 10 + (digit - '0');
            if (!quotient.empty() || remainder >= 1024) quotient.push_back(static_cast<char>('0' + remainder / 1024));
            remainder %= 1024;
        }
        if (remainder != 0 || quotient.empty()) return times;
        digits = quotient;
        ++times;
    }
    return times;
}

std::string canonicalBinary(Amount amount) {
    amount.digits.append(static_cast<std::size_t>(amount.scale), '0');
    const int times = removeFactorsOf1024(amount.digits);
    return (amount.negative ? "-" : "") + amount.digits +
           std::string(times == 0 ? "" : kBinarySuffixes[times - 1].text);
}

std::string canonicalDecimal(Amount amount, Format format) {
    dropTrailingZeros(amount);
    std::int64_t exponent = amount.scale;
    const auto lower = [&](std::int64_t by) {
        amount.digits.append(static_cast<std::size_t>(by), '0');
        exponent -= by;
    };
    lower(((exponent % 3) + 3) % 3);
    if (format == Format::DecimalSi && exponent > 18) lower(exponent - 18);
    std::string text = (amount.negative ? "-" : "") + amount.digits;
    if (exponent == 0) return text;
    if (format == Format::DecimalExponent) return text + "e" + std::to_string(exponent);
    for (const Suffix& suffix : kDecimalSuffixes)
        if (suffix.exponent == exponent) return text.append(suffix.text);
    return text;
}

std::string canonical(const Amount& amount, Format format) {
    if (amount.isZero()) return "0";
    if (format != Format::BinarySi) return canonicalDecimal(amount, format);
    if (compareMagnitude(amount, Amount{false, "1024", 0}) < 0) return canonicalDecimal(amount, Format::DecimalSi);
    Amount whole = amount;
    if (!roundUp(whole, 0)) return canonicalDecimal(amount, Format::DecimalSi);
    if (magnitude(whole) > kWidestSum) return canonicalDecimal(amount, Format::DecimalExponent);
    return canonicalBinary(whole);
}

struct Split {
    bool negative = false;
    std::string_view whole, fraction, suffix;
};

std::expected<Split, std::string_view> split(std::string_view text) {
    Split parts;
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t from = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
        return text.substr(from, at - from);
    };
    if (text[0] == '-' || text[0] == '+') {
        parts.negative = text[0] == '-';
        ++at;
    }
    while (at < text.size() && text[at] == '0') ++at;
    parts.whole = digits();
    if (at < text.size() && text[at] == '.') {
        ++at;
        parts.fraction = digits();
    }
    const std::size_t suffix = at;
    while (at < text.size() && std::string_view("eEinumkKMGTP").contains(text[at])) ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    digits();
    if (at < text.size()) return std::unexpected(kWrongFormat);
    parts.suffix = text.substr(suffix);
    return parts;
}

struct Scale {
    Format format;
    std::int64_t exponent;
};

std::optional<Scale> interpret(std::string_view suffix) {
    for (const Suffix& known : kDecimalSuffixes)
        if (known.text == suffix) return Scale{Format::DecimalSi, known.exponent};
    for (const Suffix& known : kBinarySuffixes)
        if (known.text == suffix) return Scale{Format::BinarySi, known.exponent};
    if (suffix.size() < 2 || (suffix[0] != 'e' && suffix[0] != 'E')) return std::nullopt;
    suffix.remove_prefix(suffix[1] == '+' ? 2 : 1);
    std::int64_t exponent = 0;
    const auto [end, error] = std::from_chars(suffix.data(), suffix.data() + suffix.size(), exponent);
    if (suffix.empty() || error != std::errc() || end != suffix.data() + suffix.size()) return std::nullopt;
    return Scale{Format::DecimalExponent, static_cast<std::int32_t>(exponent)};
}

struct Parsed {
    Amount amount;
    Format format = Format::DecimalSi;
    bool keepText = false;  ///< upstream prints this spelling unchanged
};

/// Whether upstream, reading on its fast path, takes the spelling for canonical and keeps it.
bool keepsSpelling(const Split& parts, const Scale& scale, const Amount& amount) {
    const std::string_view whole = parts.whole.empty() ? "0" : parts.whole;
    const auto length = static_cast<std::int64_t>(whole.size() + parts.fraction.size());
    if (scale.format == Format::BinarySi) {
        if (!parts.fraction.empty() || 15 - length - scale.exponent * 3 / 10 - 1 < 0) return false;
        return (scaled(Amount{false, std::string(parts.whole), 0}, 0) & 7) != 0;
    }
    const std::int64_t exponent = scale.exponent - static_cast<std::int64_t>(parts.fraction.size());
    if (length > kFastDigits || exponent < kNano || exponent % 3 != 0 || whole[0] == '0') return false;
    return !amount.digits.ends_with("000");
}

std::expected<Parsed, std::string> parseAmount(std::string_view text) {
    if (text.empty()) return std::unexpected(std::string(kWrongFormat));
    const auto parts = split(text);
    if (!parts) return std::unexpected(std::string(parts.error()));
    const auto scale = interpret(parts->suffix);
    if (!scale) return std::unexpected(std::string(kWrongSuffix));
    if (parts->whole.size() + parts->fraction.size() > kWidestSum) return std::unexpected(std::string(kWrongNumber));

    Parsed parsed{{parts->negative, std::string(parts->whole) + std::string(parts->fraction), 0}, scale->format, false};
    Amount& amount = parsed.amount;
    amount.scale = -static_cast<std::int64_t>(parts->fraction.size());
    trim(amount);
    if (amount.isZero()) return Parsed{{}, scale->format, false};
    parsed.keepText = keepsSpelling(*parts, *scale, amount);
    if (scale->format == Format::BinarySi) {
        multiply(amount.digits, std::uint64_t{1} << scale->exponent);
    } else {
        amount.scale += scale->exponent;
    }
    roundUp(amount, kNano);
    const Amount largest{false, "9223372036854775807", 0};
    if (scale->format == Format::BinarySi && compareMagnitude(amount, largest) > 0)
        amount = Amount{amount.negative, largest.digits, 0};
    return parsed;
}

Amount amountOf(std::string_view text, Format* format = nullptr) {
    auto parsed = parseAmount(text);
    if (!parsed) return {};
    if (format) *format = parsed->format;
    return std::move(parsed->amount);
}

Amount fromInteger(std::int64_t value, std::int64_t scale) {
    Amount amount{value < 0, std::to_string(value), scale};
    if (value < 0) amount.digits.erase(0, 1);
    trim(amount);
    return amount;
}

}  // namespace

std::expected<Quantity, std::string> Quantity::parse(std::string_view text) {
    auto parsed = parseAmount(text);
    if (!parsed) return std::unexpected(std::move(parsed.error()));
    Quantity quantity;
    quantity.m_text = parsed->keepText ? std::string(text) : canonical(parsed->amount, parsed->format);
    return quantity;
}

Quantity Quantity::fromUnits(std::int64_t units) {
    Quantity quantity;
    quantity.m_text = canonical(fromInteger(units, 0), Format::DecimalSi);
    return quantity;
}

Quantity Quantity::fromMilli(std::int64_t thousandths) {
    Quantity quantity;
    quantity.m_text = canonical(fromInteger(thousandths, -3), Format::DecimalSi);
    return quantity;
}

Quantity Quantity::fromBytes(std::int64_t bytes) {
    Quantity quantity;
    quantity.m_text = canonical(fromInteger(bytes, 0), Format::BinarySi);
    return quantity;
}

std::int64_t Quantity::value() const {
    return scaled(amountOf(text()), 0);
}

std::int64_t Quantity::milliValue() const {
    return scaled(amountOf(text()), -3);
}

int Quantity::sign() const {
    if (m_text.empty()) return 0;
    const Amount amount = amountOf(m_text);
    return amount.isZero() ? 0 : amount.negative ? -1 : 1;
}

Quantity& Quantity::operator+=(const Quantity& other) {
    Format format = Format::DecimalSi, otherFormat = Format::DecimalSi;
    Amount left = amountOf(text(), &format), right = amountOf(other.text(), &otherFormat);
    if (left.isZero()) format = otherFormat;
    m_text = canonical(add(std::move(left), std::move(right)), format);
    return *this;
}

Quantity& Quantity::operator-=(const Quantity& other) {
    Format format = Format::DecimalSi, otherFormat = Format::DecimalSi;
    Amount left = amountOf(text(), &format), right = amountOf(other.text(), &otherFormat);
    if (left.isZero()) format = otherFormat;
    right.negative = !right.negative && !right.isZero();
    m_text = canonical(add(std::move(left), std::move(right)), format);
    return *this;
}

std::strong_ordering Quantity::operator<=>(const Quantity& other) const {
    if (m_text == other.m_text) return std::strong_ordering::equal;
    return compareAmounts(amountOf(text()), amountOf(other.text())) <=> 0;
}

}  // namespace armillary::schema
