#include "engine/resources/custom/json_path.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <charconv>
#include <format>

#include "engine/resources/custom/tree.h"

namespace armillary::resources::custom {

/// Reads a path from left to right.
class JsonPath::Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}

    std::expected<JsonPath, std::string> parse() {
        JsonPath path;
        if (m_text.size() > kMaxLength) return std::unexpected(std::format("longer than {} bytes", kMaxLength));
        if (m_text.starts_with('$')) m_at = 1;
        while (m_at < m_text.size() && m_error.empty()) {
            if (path.m_steps.size() >= kMaxSteps) return std::unexpected(std::format("more than {} steps", kMaxSteps));
            readStep(path.m_steps);
        }
        if (!m_error.empty()) return std::unexpected(m_error);
        return path;
    }

private:
    bool fail(std::string what) {
        if (m_error.empty()) m_error = std::move(what);
        return false;
    }
    bool take(char c) {
        if (m_at >= m_text.size() || m_text[m_at] != c) return false;
        ++m_at;
        return true;
    }
    void skipSpace() {
        while (m_at < m_text.size() && m_text[m_at] == ' ') ++m_at;
    }

    void readStep(std::vector<Step>& steps) {
        if (take('[')) return readBracket(steps.emplace_back());
        if (!take('.')) {
            // The first name needs no dot.
            if (!steps.empty()) return void(fail(std::format("unexpected character at {}", m_at)));
        } else if (take('.')) {
            steps.emplace_back().kind = Step::Kind::Descend;
        }
        if (m_at < m_text.size() && m_text[m_at] == '[') return;
        if (take('*')) {
            steps.emplace_back().kind = Step::Kind::AnyMember;
            return;
        }
        const std::string name = readName(".[");
        // A lone dot is the object itself.
        if (name.empty() && m_at == m_text.size() && steps.empty()) return;
        if (name.empty()) return void(fail(std::format("a name is missing at {}", m_at)));
        steps.emplace_back().names = {name};
    }

    /// Up to one of `ends`; a backslash makes the next character part of the name.
    std::string readName(std::string_view ends) {
        std::string name;
        while (m_at < m_text.size() && ends.find(m_text[m_at]) == std::string_view::npos) {
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size()) ++m_at;
            name += m_text[m_at++];
        }
        return name;
    }

    bool readQuoted(std::string& out) {
        const char quote = m_text[m_at++];
        while (m_at < m_text.size() && m_text[m_at] != quote) {
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size()) ++m_at;
            out += m_text[m_at++];
        }
        return take(quote) || fail("a quote is not closed");
    }
    bool atQuote() const { return m_at < m_text.size() && (m_text[m_at] == '\'' || m_text[m_at] == '"'); }

    bool readNumber(std::int64_t& out, bool& found) {
        const char *begin = m_text.data() + m_at, *end = m_text.data() + m_text.size();
        const auto [stop, error] = std::from_chars(begin, end, out);
        found = error == std::errc();
        if (error == std::errc::result_out_of_range) return fail("a number is out of range");
        m_at += static_cast<std::size_t>(stop - begin);
        return true;
    }

    void readBracket(Step& step) {
        skipSpace();
        if (take('?')) return readFilter(step);
        if (take('*')) {
            step.kind = Step::Kind::AnyMember;
        } else if (atQuote()) {
            step.kind = Step::Kind::Members;
            do {
                skipSpace();
                if (!atQuote()) return void(fail("a quoted name is missing"));
                if (!readQuoted(step.names.emplace_back())) return;
                skipSpace();
            } while (take(','));
        } else {
            readIndexes(step);
        }
        skipSpace();
        if (m_error.empty() && !take(']')) fail("unterminated array");
    }

    void readIndexes(Step& step) {
        step.kind = Step::Kind::Index;
        std::int64_t number = 0;
        bool found = false;
        if (!readNumber(number, found)) return;
        if (take(':')) {
            step.kind = Step::Kind::Slice;
            step.from = number;
            step.hasFrom = found;
            if (!readNumber(step.to, step.hasTo)) return;
            if (take(':')) {
                if (!readNumber(step.stride, found)) return;
                if (!found || step.stride <= 0) fail("step must be > 0");
            }
            return;
        }
        if (!found) return void(fail("invalid array index"));
        step.indexes.push_back(number);
        while (take(',')) {
            skipSpace();
            if (!readNumber(number, found)) return;
            if (!found) return void(fail("invalid array index"));
            step.indexes.push_back(number);
        }
    }

    void readFilter(Step& step) {
        step.kind = Step::Kind::Filter;
        if (!take('(')) return void(fail("a filter begins with ?("));
        if (!readOperand(step.left)) return;
        skipSpace();
        for (const std::string_view sign : {"==", "!=", "<=", ">=", "<", ">"})
            if (m_text.substr(m_at).starts_with(sign)) {
                step.comparison = sign;
                m_at += sign.size();
                break;
            }
        if (!step.comparison.empty()) {
            skipSpace();
            if (!readOperand(step.right)) return;
        }
        skipSpace();
        if (!take(')') || !take(']')) fail("unterminated filter");
    }

    bool readOperand(Operand& operand) {
        skipSpace();
        if (take('@')) {
            operand.isPath = true;
            for (;;) {
                if (take('.')) {
                    const std::string name = readName(".[ =!<>)");
                    if (name.empty()) return fail("a name is missing in a filter");
                    operand.path.push_back(name);
                } else if (m_at + 1 < m_text.size() && m_text[m_at] == '[' &&
                           (m_text[m_at + 1] == '\'' || m_text[m_at + 1] == '"')) {
                    ++m_at;
                    if (!readQuoted(operand.path.emplace_back())) return false;
                    if (!take(']')) return fail("unterminated array");
                } else {
                    return true;
                }
            }
        }
        if (atQuote()) {
            std::string text;
            if (!readQuoted(text)) return false;
            operand.literal = json::string(text);
            return true;
        }
        const std::string word = readName(" =!<>)");
        json::error_code error;
        operand.literal = json::parse(word, error);
        if (error || operand.literal.is_structured()) return fail("unrecognized value in a filter: " + word);
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string m_error;
};

/// One evaluation.
class JsonPath::Walk {
public:
    using Values = std::vector<const json::value*>;

    Values run(const std::vector<Step>& steps, const json::value& root) {
        Values current{&root};
        for (const Step& step : steps) {
            Values next;
            for (const json::value* value : current) apply(step, *value, next);
            current = std::move(next);
        }
        return current;
    }

private:
    bool visit() { return ++m_visits <= kMaxVisits; }
    void put(const json::value& value, Values& out) {
        if (visit()) out.push_back(&value);
    }

    void apply(const Step& step, const json::value& value, Values& out) {
        const json::object* object = value.if_object();
        const json::array* array = value.if_array();
        switch (step.kind) {
            case Step::Kind::Member:
            case Step::Kind::Members:
                for (const std::string& name : step.names)
                    if (const json::value* member = object ? object->if_contains(name) : nullptr) put(*member, out);
                return;
            case Step::Kind::AnyMember:
                if (object)
                    for (const auto& member : *object) put(member.value(), out);
                if (array)
                    for (const json::value& item : *array) put(item, out);
                return;
            case Step::Kind::Index:
                if (array)
                    for (std::int64_t index : step.indexes) {
                        if (index < 0) index += static_cast<std::int64_t>(array->size());
                        if (index >= 0 && index < static_cast<std::int64_t>(array->size()))
                            put((*array)[static_cast<std::size_t>(index)], out);
                    }
                return;
            case Step::Kind::Slice:
                return slice(step, array, out);
            case Step::Kind::Descend:
                return descend(value, out);
            case Step::Kind::Filter:
                if (array)
                    for (const json::value& item : *array)
                        if (passes(step, item)) put(item, out);
                return;
        }
    }

    void slice(const Step& step, const json::array* array, Values& out) {
        if (!array) return;
        const auto size = static_cast<std::int64_t>(array->size());
        const auto bounded = [&](std::int64_t at) {
            return std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size);
        };
        const std::int64_t to = step.hasTo ? bounded(step.to) : size;
        for (std::int64_t at = step.hasFrom ? bounded(step.from) : 0; at < to; at += std::min(step.stride, size))
            put((*array)[static_cast<std::size_t>(at)], out);
    }

    void descend(const json::value& value, Values& out) {
        if (!visit()) return;
        out.push_back(&value);
        if (const json::object* object = value.if_object())
            for (const auto& member : *object) descend(member.value(), out);
        if (const json::array* array = value.if_array())
            for (const json::value& item : *array) descend(item, out);
    }

    static const json::value* resolve(const Operand& operand, const json::value& item) {
        if (!operand.isPath) return &operand.literal;
        const json::value* at = &item;
        for (const std::string& name : operand.path) {
            const json::object* object = at->if_object();
            at = object ? object->if_contains(name) : nullptr;
            if (!at) return nullptr;
        }
        return at;
    }

    static bool isNumber(const json::value& value) {
        return value.is_int64() || value.is_uint64() || value.is_double();
    }

    static bool passes(const Step& step, const json::value& item) {
        const json::value* left = resolve(step.left, item);
        if (!left) return false;
        if (step.comparison.empty()) return true;
        const json::value* right = resolve(step.right, item);
        if (!right) return false;
        if (step.comparison == "==") return *left == *right;
        if (step.comparison == "!=") return !(*left == *right);
        int order = 0;
        if (isNumber(*left) && isNumber(*right)) {
            const auto a = left->to_number<double>(), b = right->to_number<double>();
            order = a < b ? -1 : a > b ? 1 : 0;
        } else if (left->is_string() && right->is_string()) {
            order = viewOf(left->get_string()).compare(viewOf(right->get_string()));
        } else {
            return false;
        }
        if (step.comparison == "<") return order < 0;
        if (step.comparison == "<=") return order <= 0;
        return step.comparison == ">" ? order > 0 : order >= 0;
    }

    std::size_t m_visits = 0;
};

std::expected<JsonPath, std::string> JsonPath::parse(std::string_view text) {
    return Parser(text).parse();
}

std::vector<const json::value*> JsonPath::find(const json::value& root) const {
    return Walk().run(m_steps, root);
}

std::string printed(const json::value& value) {
    if (const json::string* text = value.if_string()) return std::string(viewOf(*text));
    return value.is_null() ? std::string() : treeText(value);
}

const json::value* valueAt(const json::value& root, std::string_view path) {
    const json::value* at = &root;
    if (path.starts_with('.')) path.remove_prefix(1);
    while (at && !path.empty()) {
        const std::size_t dot = path.find('.');
        const json::object* object = at->if_object();
        at = object ? object->if_contains(path.substr(0, dot)) : nullptr;
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    }
    return at;
}

}  // namespace armillary::resources::custom
