#include <algorithm>
#include <format>

#include "engine/manifest/lines.h"
#include "engine/manifest/operations.h"

namespace armillary::manifest {

namespace {

/// Where the bytes of an item begin: with the comment lines directly above it that stand where its dash does.
std::size_t beginWithComments(std::string_view text, const Entry& item, std::size_t notBefore) {
    const std::size_t column = columnOf(text, item.begin);
    std::size_t begin = lineBegin(text, item.begin);
    while (begin > notBefore) {
        const std::size_t above = lineBegin(text, begin - 1);
        const std::size_t first = text.find_first_not_of(' ', above);
        if (above < notBefore || first >= text.size() || text[first] != '#' || first - above != column) break;
        begin = above;
    }
    return begin;
}

/// From where on comments are about a list's first item: below the list's key. Those above a document that is a list
/// are about the document.
std::size_t commentsBegin(const Site& site, const Node& list, const Slot& slot) {
    const std::size_t first = list.entries.front().begin;
    return slot.owner == Slot::Owner::Root ? lineBegin(site.text(), first) : nextLine(site.text(), slot.after);
}

/// The order of `count` positions once the one at `from` stands at `to`.
std::vector<std::size_t> orderAfter(std::size_t count, std::size_t from, std::size_t to) {
    std::vector<std::size_t> order(count);
    for (std::size_t i = 0; i < count; ++i) order[i] = i;
    const auto at = [&](std::size_t index) { return order.begin() + static_cast<std::ptrdiff_t>(index); };
    if (from < to)
        std::rotate(at(from), at(from + 1), at(to + 1));
    else
        std::rotate(at(to), at(from), at(from + 1));
    return order;
}

Splice moveInFlow(const Site& site, const Node& list, std::size_t from, std::size_t to) {
    const auto order = orderAfter(list.entries.size(), from, to);
    const std::size_t begin = list.entries.front().begin;
    std::string out;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Entry& moved = list.entries[order[i]];
        out += site.text().substr(moved.begin, moved.end() - moved.begin);
        if (i + 1 == order.size()) break;
        const std::size_t end = list.entries[i].end();  // what separates the places stays where it is
        out += site.text().substr(end, list.entries[i + 1].begin - end);
    }
    return site.splice({begin, list.entries.back().end()}, std::move(out));
}

}  // namespace

Splice addBehind(const Site& site, const Entry& last, const std::string& entry) {
    const std::string_view text = site.text();
    const std::size_t end = last.end();
    if (!isFirstInLine(text, last.begin)) return site.splice({end, end}, ", " + entry);
    const std::size_t line = lineBegin(text, last.begin);
    const std::string newLine = site.lineBreak() + std::string(text.substr(line, last.begin - line));
    const std::size_t restEnd = lineEnd(text, end);
    if (!hasComment(text, end, restEnd)) return site.splice({end, end}, "," + newLine + entry);
    const std::string rest(text.substr(end, restEnd - end));
    return site.splice({end, restEnd}, (rest.starts_with(',') ? rest : "," + rest) + newLine + entry);
}

Splice addItem(const Site& site, const Node& list, const Slot& slot, std::size_t at, const Node& value) {
    const std::string_view text = site.text();
    const Renderer& renderer = site.renderer();
    if (list.flow) {
        if (at >= list.entries.size()) return addBehind(site, list.entries.back(), renderer.flow(value));
        const std::size_t begin = list.entries[at].begin, line = lineBegin(text, begin);
        const bool ownLine = isFirstInLine(text, begin);
        const std::string separator =
            ownLine ? "," + site.lineBreak() + std::string(text.substr(line, begin - line)) : ", ";
        return site.splice({begin, begin}, renderer.flow(value) + separator);
    }
    const Entry& model = list.entries[std::min(at, list.entries.size() - 1)];
    const std::size_t column = columnOf(text, model.begin);
    // Items whose text stands further from the dash than usual have company.
    const bool besideDash = !model.value->isAbsent() && lineEnd(text, model.begin) > model.value->begin();
    const std::size_t offset = besideDash ? model.value->begin() - model.begin : 2;
    const bool flowItems = std::ranges::all_of(list.entries, [](const Entry& entry) {
        return entry.value->isCollection() && entry.value->flow && !entry.value->entries.empty();
    });
    const bool asFlow = flowItems && resolved(value).isCollection();
    const std::string written =
        asFlow ? "-" + std::string(offset - 1, ' ') + renderer.flow(value) : renderer.item(value, column, offset);
    const std::string indent(column, ' ');
    if (at > 0) {
        const std::size_t end = lineEnd(text, list.entries[std::min(at, list.entries.size()) - 1].end());
        return site.splice({end, end}, site.lineBreak() + indent + written);
    }
    const std::size_t first = list.entries.front().begin;
    if (!isFirstInLine(text, first)) return site.splice({first, first}, written + site.lineBreak() + indent);
    const std::size_t begin = beginWithComments(text, list.entries.front(), commentsBegin(site, list, slot));
    return site.splice({begin, begin}, indent + written + site.lineBreak());
}

std::expected<Splice, Refusal> moveItem(const Site& site, const Node& list, const Slot& slot, std::size_t from,
                                        std::size_t to) {
    const std::string_view text = site.text();
    if (list.flow) return moveInFlow(site, list, from, to);
    std::vector<std::size_t> begins;
    std::size_t notBefore = commentsBegin(site, list, slot);
    for (const Entry& item : list.entries) {
        if (!isFirstInLine(text, item.begin))
            return std::unexpected(Refusal{refusal::kForm, "the list begins on the line of another one's dash"});
        begins.push_back(beginWithComments(text, item, notBefore));
        notBefore = nextLine(text, item.end());
    }
    begins.push_back(nextLine(text, list.entries.back().end()));
    std::string out;
    for (const std::size_t index : orderAfter(list.entries.size(), from, to)) {
        out += text.substr(begins[index], begins[index + 1] - begins[index]);
        if (!out.ends_with('\n')) out += site.lineBreak();
    }
    // A file without a line break at its end goes on without one.
    if (begins.back() > 0 && text[begins.back() - 1] != '\n') out.resize(out.size() - site.lineBreak().size());
    return site.splice({begins.front(), begins.back()}, std::move(out));
}

}  // namespace armillary::manifest
