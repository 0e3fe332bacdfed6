#include "engine/schema/selector.h"

#include <algorithm>
#include <charconv>
#include <format>

#include "engine/schema/json_codec.h"
#include "engine/schema/label_syntax.h"
#include "engine/schema/status.h"

namespace armillary {

namespace {

using Operator = LabelSelector::Operator;
using Requirement = LabelSelector::Requirement;

template <class T>
using Parsed = std::expected<T, std::string>;

std::unexpected<std::string> fail(std::string sentence) {
    return std::unexpected(std::move(sentence));
}

std::optional<std::int64_t> integer(std::string_view text) {
    // Go's ParseInt takes a plus sign, from_chars does not.
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool comparesNumbers(Operator op) {
    return op == Operator::GreaterThan || op == Operator::LessThan;
}

/// Go's "%#v" of a list of strings.
std::string goStrings(const std::vector<std::string>& values) {
    std::string out = "[]string{";
    for (std::size_t i = 0; i < values.size(); ++i) {
        out += i == 0 ? "" : ", ";
        schema::appendJsonString(out, values[i]);
    }
    return out + "}";
}

/// What is wrong with the number of values that `requirement` has.
std::string_view countFinding(const Requirement& requirement) {
    const std::size_t count = requirement.values.size();
    switch (requirement.op) {
        case Operator::In:
        case Operator::NotIn:
            if (requirement.exact && count != 1) return "exact-match compatibility requires one single value";
            if (count == 0) return "for 'in', 'notin' operators, values set can't be empty";
            return {};
        case Operator::Exists:
        case Operator::DoesNotExist:
            if (count != 0) return "values set must be empty for exists and does not exist";
            return {};
        case Operator::GreaterThan:
        case Operator::LessThan:
            if (count != 1) return "for 'Gt', 'Lt' operators, exactly one value is required";
    }
    return {};
}

/// The requirement itself, or what upstream answers when it has an impossible key or value.
Parsed<Requirement> checked(Requirement requirement) {
    std::vector<std::string> findings;
    const auto find = [&](const FieldError& error) {
        std::string text = error.text();
        if (std::ranges::find(findings, text) == findings.end()) findings.push_back(std::move(text));
    };
    if (const std::string wrong = schema::labelKeyFinding(requirement.key); !wrong.empty()) {
        find(field::invalid("key", requirement.key, wrong));
    }
    if (const std::string_view wrong = countFinding(requirement); !wrong.empty()) {
        find(field::invalidRaw("values", goStrings(requirement.values), std::string(wrong)));
    }
    for (std::size_t i = 0; comparesNumbers(requirement.op) && i < requirement.values.size(); ++i) {
        if (integer(requirement.values[i])) continue;
        find(field::invalid(std::format("values[{}]", i), requirement.values[i],
                            "for 'Gt', 'Lt' operators, the value must be an integer"));
    }
    for (std::size_t i = 0; i < requirement.values.size(); ++i) {
        const std::string wrong = schema::labelValueFinding(requirement.values[i]);
        if (!wrong.empty()) {
            find(field::invalid(std::format("values[{}][{}]", i, requirement.key), requirement.values[i], wrong));
        }
    }
    if (findings.empty()) return requirement;
    if (findings.size() == 1) return fail(findings.front());
    std::string all = "[";
    for (std::size_t i = 0; i < findings.size(); ++i) all += (i == 0 ? "" : ", ") + findings[i];
    return fail(all + "]");
}

enum class Token {
    Error,
    End,
    Close,
    Comma,
    Not,
    DoubleEquals,
    Equals,
    Greater,
    Word,
    In,
    Less,
    NotEquals,
    NotIn,
    Open
};

struct Item {
    Token token;
    std::string text;
};

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool isSymbol(char c) {
    return std::string_view("=!(),><").contains(c);
}

/// Cuts the text into symbols, keywords and words.
class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) {}

    std::vector<Item> items() {
        std::vector<Item> items;
        do {
            items.push_back(next());
        } while (items.back().token != Token::End);
        return items;
    }

private:
    Item next() {
        while (m_at < m_text.size() && isSpace(m_text[m_at])) ++m_at;
        // A zero byte ends the text, as upstream's lexer has it.
        if (m_at == m_text.size() || m_text[m_at] == '\0') return {Token::End, ""};
        return isSymbol(m_text[m_at]) ? symbol() : word();
    }

    Item symbol() {
        static constexpr std::pair<std::string_view, Token> kSymbols[] = {
            {"==", Token::DoubleEquals}, {"!=", Token::NotEquals}, {"=", Token::Equals},
            {"!", Token::Not},           {"(", Token::Open},       {")", Token::Close},
            {",", Token::Comma},         {">", Token::Greater},    {"<", Token::Less}};
        for (const auto& [text, token] : kSymbols) {
            if (!m_text.substr(m_at).starts_with(text)) continue;
            m_at += text.size();
            return {token, std::string(text)};
        }
        return {Token::Error, std::string(1, m_text[m_at++])};
    }

    Item word() {
        const std::size_t from = m_at;
        while (m_at < m_text.size() && !isSymbol(m_text[m_at]) && !isSpace(m_text[m_at]) && m_text[m_at] != '\0')
            ++m_at;
        std::string text(m_text.substr(from, m_at - from));
        if (text == "in") return {Token::In, std::move(text)};
        if (text == "notin") return {Token::NotIn, std::move(text)};
        return {Token::Word, std::move(text)};
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

/// Reads the grammar of k8s.io/apimachinery/pkg/labels; its sentences are the errors.
class Parser {
public:
    explicit Parser(std::string_view text) : m_items(Lexer(text).items()) {}

    Parsed<std::vector<Requirement>> parse() {
        std::vector<Requirement> requirements;
        while (true) {
            const Item item = peek();
            if (item.token == Token::End) return requirements;
            if (item.token != Token::Word && item.token != Token::Not) {
                return fail(std::format("found '{}', expected: !, identifier, or 'end of string'", item.text));
            }
            auto requirement = parseRequirement();
            if (!requirement) return fail("unable to parse requirement: " + requirement.error());
            requirements.push_back(std::move(*requirement));
            const Item after = take();
            if (after.token == Token::End) return requirements;
            if (after.token != Token::Comma) {
                return fail(std::format("found '{}', expected: ',' or 'end of string'", after.text));
            }
            const Item next = peek();
            if (next.token != Token::Word && next.token != Token::Not) {
                return fail(std::format("found '{}', expected: identifier after ','", next.text));
            }
        }
    }

private:
    /// Keywords are words wherever a key or a value may stand.
    Item peek() const {
        Item item = m_items[std::min(m_at, m_items.size() - 1)];
        if (item.token == Token::In || item.token == Token::NotIn) item.token = Token::Word;
        return item;
    }
    Item take() {
        Item item = peek();
        ++m_at;
        return item;
    }
    Item takeOperator() {
        const Item item = m_items[std::min(m_at, m_items.size() - 1)];
        ++m_at;
        return item;
    }

    Parsed<Requirement> parseRequirement() {
        Item item = take();
        const bool negated = item.token == Token::Not;
        if (negated) item = take();
        if (item.token != Token::Word) return fail(std::format("found '{}', expected: identifier", item.text));
        if (const std::string wrong = schema::labelKeyFinding(item.text); !wrong.empty()) {
            return fail(field::invalid("<nil>", item.text, wrong).text());
        }
        const Item next = peek();
        if (negated) return checked({item.text, Operator::DoesNotExist, {}});
        if (next.token == Token::End || next.token == Token::Comma) return checked({item.text, Operator::Exists, {}});
        return parseOperation(std::move(item.text));
    }

    Parsed<Requirement> parseOperation(std::string key) {
        Requirement requirement{std::move(key), Operator::In, {}};
        const Item op = takeOperator();
        switch (op.token) {
            case Token::Equals:
            case Token::DoubleEquals:
                requirement.exact = true;
                break;
            case Token::NotEquals:
                requirement.exact = true;
                requirement.op = Operator::NotIn;
                break;
            case Token::In:
                break;
            case Token::NotIn:
                requirement.op = Operator::NotIn;
                break;
            case Token::Greater:
                requirement.op = Operator::GreaterThan;
                break;
            case Token::Less:
                requirement.op = Operator::LessThan;
                break;
            default:
                return fail(std::format("found '{}', expected: in, notin, =, ==, !=, gt, lt", op.text));
        }
        auto values = op.token == Token::In || op.token == Token::NotIn ? parseSet() : parseExact();
        if (!values) return fail(std::move(values.error()));
        std::ranges::sort(*values);
        values->erase(std::ranges::unique(*values).begin(), values->end());
        requirement.values = std::move(*values);
        return checked(std::move(requirement));
    }

    Parsed<std::vector<std::string>> parseExact() {
        const Item next = peek();
        if (next.token == Token::End || next.token == Token::Comma) return std::vector<std::string>{""};
        const Item item = take();
        if (item.token == Token::Word) return std::vector<std::string>{item.text};
        return fail(std::format("found '{}', expected: identifier", item.text));
    }

    Parsed<std::vector<std::string>> parseSet() {
        if (const Item open = take(); open.token != Token::Open)
            return fail(std::format("found '{}' expected: '('", open.text));
        const Item first = peek();
        if (first.token == Token::Close) {
            take();
            return std::vector<std::string>{""};
        }
        if (first.token != Token::Word && first.token != Token::Comma) {
            return fail(std::format("found '{}', expected: ',', ')' or identifier", first.text));
        }
        auto values = parseWords();
        if (!values) return values;
        if (take().token != Token::Close) return fail(std::format("found '{}', expected: ')'", first.text));
        return values;
    }

    /// "a,b", where an omitted word is the empty one. Stops before the closing parenthesis.
    Parsed<std::vector<std::string>> parseWords() {
        std::vector<std::string> values;
        while (true) {
            const Item item = take();
            const Item next = peek();
            if (item.token == Token::Word) {
                values.push_back(item.text);
                if (next.token == Token::Close) return values;
                if (next.token != Token::Comma) return fail(std::format("found '{}', expected: ',' or ')'", next.text));
            } else if (item.token == Token::Comma) {
                if (values.empty() || next.token == Token::Close || next.token == Token::Comma) values.emplace_back();
                if (next.token == Token::Close) return values;
                if (next.token == Token::Comma) take();
            } else {
                return fail(std::format("found '{}', expected: ',', or identifier", item.text));
            }
        }
    }

    std::vector<Item> m_items;
    std::size_t m_at = 0;
};

std::string textOf(const Requirement& requirement) {
    std::string values;
    for (const std::string& value : requirement.values) values += value + ",";
    if (!values.empty()) values.pop_back();
    switch (requirement.op) {
        case Operator::Exists:
            return requirement.key;
        case Operator::DoesNotExist:
            return "!" + requirement.key;
        case Operator::GreaterThan:
            return requirement.key + ">" + values;
        case Operator::LessThan:
            return requirement.key + "<" + values;
        case Operator::In:
            return requirement.exact ? requirement.key + "=" + values : requirement.key + " in (" + values + ")";
        case Operator::NotIn:
            break;
    }
    return requirement.exact ? requirement.key + "!=" + values : requirement.key + " notin (" + values + ")";
}

}  // namespace

bool LabelSelector::Requirement::matches(const schema::StringMap<std::string>& labels) const {
    const auto label = labels.find(key);
    const bool has = label != labels.end();
    const auto isAmongValues = [&] { return std::ranges::find(values, label->second) != values.end(); };
    switch (op) {
        case Operator::In:
            return has && isAmongValues();
        case Operator::NotIn:
            return !has || !isAmongValues();
        case Operator::Exists:
            return has;
        case Operator::DoesNotExist:
            return !has;
        case Operator::GreaterThan:
        case Operator::LessThan:
            break;
    }
    if (!has || values.size() != 1) return false;
    const auto left = integer(label->second), right = integer(values.front());
    if (!left || !right) return false;
    return op == Operator::GreaterThan ? *left > *right : *left < *right;
}

LabelSelector::LabelSelector(std::vector<Requirement> requirements) : m_requirements(std::move(requirements)) {
    std::ranges::stable_sort(m_requirements, {}, &Requirement::key);
}

LabelSelector LabelSelector::nothing() {
    LabelSelector selector;
    selector.m_nothing = true;
    return selector;
}

std::expected<LabelSelector, std::string> LabelSelector::parse(std::string_view text) {
    auto requirements = Parser(text).parse();
    if (!requirements) return fail(std::move(requirements.error()));
    return LabelSelector(std::move(*requirements));
}

std::expected<LabelSelector, std::string> LabelSelector::from(const metav1::LabelSelector& selector) {
    static constexpr std::pair<std::string_view, Operator> kOperators[] = {{"In", Operator::In},
                                                                           {"NotIn", Operator::NotIn},
                                                                           {"Exists", Operator::Exists},
                                                                           {"DoesNotExist", Operator::DoesNotExist}};
    std::vector<Requirement> requirements;
    for (const auto& [key, value] : selector.matchLabels) {
        auto requirement = checked({key, Operator::In, {value}, true});
        if (!requirement) return fail(std::move(requirement.error()));
        requirements.push_back(std::move(*requirement));
    }
    for (const auto& expression : selector.matchExpressions) {
        const std::string_view name = expression.operator_;
        const auto known = std::ranges::find(kOperators, name, [](const auto& entry) { return entry.first; });
        if (known == std::end(kOperators)) {
            std::string quoted;
            schema::appendJsonString(quoted, name);
            return fail(quoted + " is not a valid label selector operator");
        }
        auto requirement = checked({expression.key, known->second, expression.values});
        if (!requirement) return fail(std::move(requirement.error()));
        std::ranges::sort(requirement->values);
        requirements.push_back(std::move(*requirement));
    }
    return LabelSelector(std::move(requirements));
}

LabelSelector LabelSelector::fromMap(const schema::StringMap<std::string>& labels) {
    std::vector<Requirement> requirements;
    for (const auto& [key, value] : labels) requirements.push_back({key, Operator::In, {value}, true});
    return LabelSelector(std::move(requirements));
}

bool LabelSelector::matches(const schema::StringMap<std::string>& labels) const {
    if (m_nothing) return false;
    return std::ranges::all_of(m_requirements, [&](const Requirement& one) { return one.matches(labels); });
}

std::string LabelSelector::text() const {
    std::string out;
    for (const Requirement& requirement : m_requirements) out += (out.empty() ? "" : ",") + textOf(requirement);
    return out;
}

}  // namespace armillary
