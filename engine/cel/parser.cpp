#include "engine/cel/parser.h"

#include <algorithm>
#include <array>
#include <set>

#include "engine/cel/lexer.h"
#include "engine/cel/macros.h"
#include "engine/cel/text.h"

namespace armillary::cel {
namespace {

constexpr std::string_view kExpectedOperand =
    "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
/// Chains (a.b.c…, 1+1+…) make deep trees without nesting; those are bounded by this.
constexpr int kMaxDepth = 1000;

struct BinaryOperator {
    std::string_view text, function;
    int level;
};
// Weakest first. Source: cel-spec, langdef.md "Syntax".
constexpr int kRelation = 3, kLoosest = kRelation, kTightest = 5;
constexpr std::array<BinaryOperator, 12> kBinary = {{{"==", "_==_", kRelation},
                                                     {"!=", "_!=_", kRelation},
                                                     {"<", "_<_", kRelation},
                                                     {"<=", "_<=_", kRelation},
                                                     {">", "_>_", kRelation},
                                                     {">=", "_>=_", kRelation},
                                                     {"in", "@in", kRelation},
                                                     {"+", "_+_", 4},
                                                     {"-", "_-_", 4},
                                                     {"*", "_*_", kTightest},
                                                     {"/", "_/_", kTightest},
                                                     {"%", "_%_", kTightest}}};

bool isReserved(std::string_view word) {
    static const std::set<std::string_view> kReserved{"as",        "break",  "const",  "continue", "else", "for",
                                                      "function",  "if",     "import", "let",      "loop", "package",
                                                      "namespace", "return", "var",    "void",     "while"};
    return kReserved.contains(word);
}

/// Thrown nowhere: once something has been refused, the rest of the expression is not read.
class Parser {
public:
    Parser(std::vector<Token> tokens, Issues& issues) : m_tokens(std::move(tokens)), m_issues(issues) {}

    ExprPtr run() {
        ExprPtr expression = conditional();
        if (!expression) return nullptr;
        if (peek().kind != TokenKind::End) return refuse("extraneous input " + quoted() + " expecting <EOF>");
        return expression;
    }

private:
    const Token& peek(std::size_t ahead = 0) const { return m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)]; }
    bool at(std::string_view text) const { return peek().is(text); }
    Token take() { return m_tokens[std::min(m_at++, m_tokens.size() - 1)]; }
    std::string quoted() const { return "'" + std::string(peek().text) + "'"; }

    ExprPtr refuse(const std::string& message) {
        m_issues.addSyntax(peek().offset, message);
        return nullptr;
    }
    ExprPtr refuseOperand() {
        return refuse("mismatched input " + quoted() + " expecting " + std::string(kExpectedOperand));
    }

    /// Takes the token that has to stand here.
    bool expect(std::string_view text) {
        if (at(text)) return ++m_at, true;
        // What could go on after the missing token is taken for that.
        const bool isEnd = peek().kind == TokenKind::End && text == ":";
        m_issues.addSyntax(peek().offset, isEnd ? "mismatched input " + quoted() + " expecting ':'"
                                                : "missing '" + std::string(text) + "' at " + quoted());
        return false;
    }

    static ExprPtr make(ExprKind kind, std::size_t offset) {
        auto expression = std::make_unique<Expr>();
        expression->kind = kind;
        expression->offset = offset;
        return expression;
    }

    template <class... Args>
    ExprPtr call(std::size_t offset, std::string_view function, Args... args) {
        ExprPtr expression = make(ExprKind::Call, offset);
        expression->name = function;
        (expression->args.push_back(std::move(args)), ...);
        return measured(std::move(expression));
    }

    /// Notes how deep the tree is, and refuses it when that is too deep for whoever walks it.
    ExprPtr measured(ExprPtr expression) {
        if (!expression) return nullptr;
        for (const ExprPtr& arg : expression->args)
            expression->depth = std::max<std::uint16_t>(expression->depth, static_cast<std::uint16_t>(arg->depth + 1));
        if (expression->depth > kMaxDepth) return tooDeep();
        return expression;
    }
    ExprPtr tooDeep() {
        m_issues.add(peek().offset, "expression recursion limit exceeded: " + std::to_string(kMaxNesting));
        return nullptr;
    }

    ExprPtr conditional() {
        if (m_nesting >= kMaxNesting) return tooDeep();
        ++m_nesting;
        ExprPtr expression = logical(ExprKind::Or);
        if (expression && at("?")) {
            ExprPtr choice = make(ExprKind::Conditional, take().offset);
            choice->args.push_back(std::move(expression));
            ExprPtr first = logical(ExprKind::Or);
            if (!first || !expect(":")) return nullptr;
            ExprPtr second = conditional();
            if (!second) return nullptr;
            choice->args.push_back(std::move(first));
            choice->args.push_back(std::move(second));
            expression = measured(std::move(choice));
        }
        --m_nesting;
        return expression;
    }

    ExprPtr logical(ExprKind kind) {
        const std::string_view symbol = kind == ExprKind::Or ? "||" : "&&";
        const auto operand = [&] { return kind == ExprKind::Or ? logical(ExprKind::And) : binary(kLoosest); };
        ExprPtr first = operand();
        if (!first || !at(symbol)) return first;
        ExprPtr all = make(kind, peek().offset);
        all->args.push_back(std::move(first));
        while (at(symbol)) {
            take();
            ExprPtr next = operand();
            if (!next) return nullptr;
            all->args.push_back(std::move(next));
        }
        return measured(std::move(all));
    }

    const BinaryOperator* operatorHere(int level) const {
        const auto found = std::ranges::find_if(
            kBinary, [&](const BinaryOperator& one) { return one.level == level && at(one.text); });
        return found == kBinary.end() ? nullptr : &*found;
    }

    ExprPtr binary(int level) {
        const auto operand = [&] { return level == kTightest ? unary() : binary(level + 1); };
        ExprPtr left = operand();
        while (left) {
            const BinaryOperator* found = operatorHere(level);
            if (!found) break;
            const std::size_t offset = take().offset;
            ExprPtr right = operand();
            if (!right) return nullptr;
            left = call(offset, found->function, std::move(left), std::move(right));
        }
        return left;
    }

    /// A run of one operator; an even number of them undo each other.
    ExprPtr unary() {
        if (!at("!") && !at("-")) return member(primary());
        const std::string symbol(peek().text);
        const std::size_t offset = peek().offset;
        if (symbol == "-" && peek(1).kind == TokenKind::Literal && isSigned(peek(1).literal) &&
            peek(1).offset == offset + 1) {
            take();
            Token token = take();
            ExprPtr literal = make(ExprKind::Literal, offset);
            literal->literal = negated(token.literal);
            return member(std::move(literal));
        }
        std::size_t count = 0;
        for (; at(symbol); ++count) take();
        const bool isNegative = at("-") && peek(1).kind == TokenKind::Literal && isSigned(peek(1).literal);
        if (at("!") || (at("-") && !isNegative)) return refuseOperand();
        ExprPtr operand = isNegative ? unary() : member(primary());
        if (!operand || count % 2 == 0) return operand;
        return call(offset, symbol == "!" ? "!_" : "-_", std::move(operand));
    }

    static bool isSigned(const Value& value) { return value.is<std::int64_t>() || value.is<double>(); }
    static Value negated(const Value& value) {
        if (const auto* number = value.tryAs<double>()) return Value(-*number);
        return Value(static_cast<std::int64_t>(0 - static_cast<std::uint64_t>(value.as<std::int64_t>())));
    }

    ExprPtr primary() {
        const Token& token = peek();
        if (token.kind == TokenKind::Literal) {
            ExprPtr literal = make(ExprKind::Literal, token.offset);
            literal->literal = take().literal;
            return literal;
        }
        if (token.kind == TokenKind::Identifier || at(".")) return name();
        if (at("(")) {
            take();
            ExprPtr inside = conditional();
            return inside && expect(")") ? std::move(inside) : nullptr;
        }
        if (at("[")) return list();
        if (at("{")) return map(make(ExprKind::Map, token.offset));
        return refuseOperand();
    }

    ExprPtr name() {
        const std::size_t offset = peek().offset;
        std::string name;
        if (at(".")) {
            take();
            if (peek().kind != TokenKind::Identifier)
                return refuse("mismatched input " + quoted() + " expecting IDENTIFIER");
            name = ".";
        }
        name += take().text;
        if (isReserved(name)) {
            m_issues.add(offset, "reserved identifier: " + name);
            return nullptr;
        }
        if (at("(")) {
            ExprPtr function = make(ExprKind::Call, peek().offset);
            function->name = name;
            return arguments(std::move(function));
        }
        ExprPtr ident = make(ExprKind::Ident, offset);
        ident->name = name;
        return ident;
    }

    ExprPtr arguments(ExprPtr function) {
        take();  // (
        while (!at(")")) {
            ExprPtr argument = conditional();
            if (!argument) return nullptr;
            function->args.push_back(std::move(argument));
            if (at(")")) break;
            if (!at(",")) {
                return refuse(peek().kind == TokenKind::End ? "mismatched input '<EOF>' expecting {')', ','}"
                                                            : "mismatched input " + quoted() + " expecting {')', ','}");
            }
            take();
            if (at(")")) return refuseOperand();
        }
        take();  // )
        function = measured(std::move(function));
        return function ? expandMacro(std::move(function), m_issues) : nullptr;
    }

    /// What follows an operand: .field, .?field, .method(…), [index], [?index], and {…} after a name.
    ExprPtr member(ExprPtr operand) {
        while (operand) {
            if (at("."))
                operand = selection(std::move(operand));
            else if (at("["))
                operand = index(std::move(operand));
            else if (at("{") && (operand->kind == ExprKind::Ident || operand->kind == ExprKind::Select))
                operand = message(std::move(operand));
            else
                break;
        }
        return operand;
    }

    ExprPtr selection(ExprPtr operand) {
        const std::size_t dot = take().offset;
        const bool isOptional = at("?");
        if (isOptional) take();
        if (peek().kind != TokenKind::Identifier)
            return refuse("no viable alternative at input '." +
                          std::string(peek().kind == TokenKind::End ? "" : peek().text) + "'");
        const std::string field(take().text);
        if (at("(") && !isOptional) {
            ExprPtr function = make(ExprKind::Call, peek().offset);
            function->name = field;
            function->member = true;
            function->args.push_back(std::move(operand));
            return arguments(std::move(function));
        }
        ExprPtr select = make(ExprKind::Select, dot);
        select->name = field;
        select->optional = isOptional;
        select->args.push_back(std::move(operand));
        return measured(std::move(select));
    }

    ExprPtr index(ExprPtr operand) {
        const std::size_t bracket = take().offset;
        const bool isOptional = at("?");
        if (isOptional) take();
        ExprPtr key = conditional();
        if (!key || !expect("]")) return nullptr;
        return call(bracket, isOptional ? "_[?_]" : "_[_]", std::move(operand), std::move(key));
    }

    ExprPtr list() {
        ExprPtr list = make(ExprKind::List, take().offset);
        while (!at("]")) {
            list->optionals.push_back(at("?"));
            if (at("?")) take();
            ExprPtr element = conditional();
            if (!element) return nullptr;
            list->args.push_back(std::move(element));
            if (at("]")) break;
            if (!at(",")) return refuse("mismatched input " + quoted() + " expecting {']', ','}");
            take();
        }
        take();
        return measured(std::move(list));
    }

    /// The entries of a map or, with names for keys, of a message.
    ExprPtr map(ExprPtr map) {
        take();  // {
        while (!at("}")) {
            map->optionals.push_back(at("?"));
            if (at("?")) take();
            ExprPtr key = conditional();
            if (!key) return nullptr;
            map->offsets.push_back(peek().offset);
            if (!expect(":")) return nullptr;
            ExprPtr value = conditional();
            if (!value) return nullptr;
            map->args.push_back(std::move(key));
            map->args.push_back(std::move(value));
            if (at("}")) break;
            if (!at(",")) return refuse("mismatched input " + quoted() + " expecting {'}', ','}");
            take();
        }
        take();
        return measured(std::move(map));
    }

    ExprPtr message(ExprPtr type) {
        std::string name;
        for (const Expr* part = type.get(); part; part = part->args.empty() ? nullptr : part->args.front().get()) {
            if ((part->kind != ExprKind::Ident && part->kind != ExprKind::Select) || part->optional || part->test)
                return refuse("extraneous input " + quoted() + " expecting <EOF>");
            name = part->kind == ExprKind::Ident ? part->name + name : "." + part->name + name;
        }
        ExprPtr message = make(ExprKind::Struct, peek().offset);
        message->name = name;
        return map(std::move(message));
    }

    std::vector<Token> m_tokens;
    Issues& m_issues;
    std::size_t m_at = 0;
    int m_nesting = 0;
};

}  // namespace

ExprPtr parse(std::string_view source, Issues& issues) {
    if (const std::size_t size = codePoints(source); size > kMaxExpressionSize) {
        issues.add(0, "expression code point size exceeds limit: size: " + std::to_string(size) + ", limit " +
                          std::to_string(kMaxExpressionSize));
        return nullptr;
    }
    std::vector<Token> tokens = tokenize(source, issues);
    ExprPtr expression = Parser(std::move(tokens), issues).run();
    return issues.empty() ? std::move(expression) : nullptr;
}

}  // namespace armillary::cel
