#include "engine/manifest/checks/converter.h"

#include <format>

#include "engine/manifest/lines.h"
#include "engine/manifest/locate.h"
#include "engine/manifest/render.h"
#include "engine/manifest/syntax.h"

namespace armillary::manifest::checks {

const Node* Converter::get(const std::string& path) const {
    const Node* found = nodeAt(m_subject, path);
    return found && found->form == Form::Scalar && scalarJson(*found) == "null" ? nullptr : found;
}

std::string Converter::text(const std::string& path) const {
    const Node* found = get(path);
    return found && found->form == Form::Scalar ? found->text : std::string();
}

void Converter::each(const std::string& list, const std::function<void(const std::string&)>& work) const {
    const Node* found = get(list);
    if (!found || found->form != Form::Sequence) return;
    for (std::size_t i = 0; i < found->entries.size(); ++i) work(std::format("{}[{}]", list, i));
}

std::string Converter::written(const std::string& path) const {
    const Node* found = get(path);
    if (!found) return "null";
    const std::string_view all = m_subject.in->file.bytes();
    // A comment behind the last value of a block belongs to it.
    const std::size_t line = lineEnd(all, found->span.end);
    const bool comment = !found->flow && hasComment(all, found->span.end, line);
    const std::string_view own = all.substr(found->span.begin, (comment ? line : found->span.end) - found->span.begin);
    const bool stands =
        found->isCollection() && own.find_first_of("&*") == std::string_view::npos && !own.contains('\t');
    if (stands) {
        // A block's first line needs the indentation that the others have.
        std::string text = std::string(found->flow ? 0 : columnOf(all, found->span.begin), ' ').append(own);
        if (const auto parsed = File::parse(text); parsed && parsed->documents().size() == 1) return text;
    }
    return toYaml(*found).value_or("null");
}

void Converter::setDefault(const std::string& path, const std::string& yaml) {
    if (!has(path)) m_edits.set(path, yaml);
}

void Converter::removeIfThere(const std::string& path) {
    if (nodeAt(m_subject, path)) m_edits.remove(path);
}

void Converter::move(const std::string& from, const std::string& to) {
    if (!has(from)) return;
    m_edits.set(to, written(from)).remove(from);
}

void Converter::lacks(std::string what) {
    if (m_lacking.empty()) m_lacking = std::move(what);
}

}  // namespace armillary::manifest::checks
