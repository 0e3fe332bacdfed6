#include <algorithm>
#include <format>

#include "engine/explain/explain.h"
#include "engine/explain/wording.h"
#include "engine/schema/json_codec.h"

namespace armillary::explain {

namespace {

void member(std::string& out, std::string_view name, std::string_view value, bool first = false) {
    out += first ? "\"" : ",\"";
    out += name;
    out += "\":";
    schema::appendJsonString(out, value);
}

/// Lines of at most `width` columns, broken at spaces, the first with `head`, the others indented.
std::vector<std::string> wrapped(std::string_view head, std::string_view text, std::size_t width, std::size_t most,
                                 std::string_view indent) {
    std::vector<std::string> lines{std::string(head)};
    std::size_t columns = head.size();
    bool begun = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto space = std::min(text.find(' ', at), text.size());
        const std::string_view word = text.substr(at, space - at);
        at = space + 1;
        const auto wide =
            static_cast<std::size_t>(std::ranges::count_if(word, [](char each) { return (each & 0xc0) != 0x80; }));
        if (begun && columns + 1 + wide > width) {
            if (lines.size() == most) {
                lines.back() += " …";
                return lines;
            }
            lines.emplace_back(indent);
            columns = indent.size();
        } else if (begun) {
            lines.back() += ' ';
            ++columns;
        }
        lines.back() += word;
        columns += wide;
        begun = true;
    }
    return lines;
}

int rankOf(const Citation& citation) {
    return citation.kind == "unknown" ? 0 : citation.kind == "log" ? 1 : 2;
}

}  // namespace

std::string toJson(const Explanation& explanation) {
    std::string out = "{";
    member(out, "object", explanation.object, true);
    member(out, "state", explanation.state);
    out += ",\"statements\":[";
    for (const Statement& statement : explanation.statements) {
        out += out.ends_with('[') ? "{" : ",{";
        member(out, "id", statement.id, true);
        member(out, "statement", statement.statement);
        out += ",\"evidence\":[";
        for (const Citation& citation : statement.evidence) {
            out += out.ends_with('[') ? "{" : ",{";
            member(out, "kind", citation.kind, true);
            member(out, "ref", citation.ref);
            member(out, "text", citation.text);
            out += "}";
        }
        out += "]";
        member(out, "next", statement.next);
        out += "}";
    }
    return out + "]}";
}

std::string toText(const Explanation& explanation, std::size_t width) {
    // The head, what is said first and the step come first; evidence gets the lines that are left.
    constexpr std::size_t kLines = 12, kStatementLines = 3, kNextLines = 2, kOthers = 2;
    width = std::max<std::size_t>(width, 40);
    const Statement& first = explanation.statements.front();
    std::string out = std::format("{}: {} ({})\n", explanation.object, explanation.state, first.id);
    const auto add = [&](const std::vector<std::string>& lines) {
        for (const auto& line : lines) out += line + "\n";
    };
    const auto statement = wrapped("  ", first.statement, width, kStatementLines, "  ");
    const auto next = wrapped("  Next: ", first.next, width, kNextLines, "        ");
    const std::size_t others = std::min(explanation.statements.size() - 1, kOthers);

    // The first is what the statement rests on; then what nobody may read, and last words; all in their order.
    std::vector<const Citation*> evidence;
    for (const Citation& citation : first.evidence) evidence.push_back(&citation);
    if (!evidence.empty())
        std::stable_sort(evidence.begin() + 1, evidence.end(),
                         [](const Citation* left, const Citation* right) { return rankOf(*left) < rankOf(*right); });
    std::size_t room = kLines - 1 - statement.size() - next.size() - others;
    if (evidence.size() > room) evidence.resize(room);

    add(statement);
    for (std::size_t i = 0; i < evidence.size(); ++i) {
        const Citation& each = *evidence[i];
        // The head has said whose fields these are.
        std::string_view ref = each.ref;
        if (ref.starts_with(explanation.object + " ")) ref.remove_prefix(explanation.object.size() + 1);
        const bool unknown = each.kind == "unknown";
        const auto lines =
            wrapped(unknown ? "    ? " : "    - ", unknown ? each.text : std::format("{}: {}", ref, each.text), width,
                    room > evidence.size() - i ? 2 : 1, "      ");
        room -= lines.size();
        add(lines);
    }
    add(next);
    for (std::size_t i = 1; i <= others; ++i)
        add(wrapped(std::format("  Also ({}): ", explanation.statements[i].id), explanation.statements[i].statement,
                    width, 1, ""));
    return out;
}

}  // namespace armillary::explain
