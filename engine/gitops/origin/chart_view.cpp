#include "engine/gitops/origin/chart_view.h"

#include <boost/json/value.hpp>
#include <format>

#include "engine/gitops/origin/kustomize_spots.h"
#include "engine/gitops/origin/rendered_text.h"
#include "engine/gitops/source/path.h"
#include "engine/manifest/locate.h"
#include "engine/schema/json_document.h"
#include "engine/schema/yaml.h"

namespace armillary::gitops {

using manifest::Path;

namespace {

/// "web/templates/x.yaml" as Helm says it, of the chart in that folder.
std::string templatePath(const std::string& folder, const std::string& source) {
    const auto slash = source.find('/');
    if (slash == std::string::npos) return {};
    return folder + (folder.empty() ? "" : "/") + source.substr(slash + 1);
}

/// The line of the only one that has this; 0 when there are several, or none.
std::size_t onlyLine(std::string_view text, std::string_view needle, bool begins) {
    std::size_t found = 0, line = 0;
    while (!text.empty()) {
        ++line;
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view one = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (begins) {
            one.remove_prefix(std::min(one.find_first_not_of(" -\""), one.size()));
            if (!one.starts_with(needle)) continue;
        } else if (!one.contains(needle)) {
            continue;
        }
        if (found > 0) return 0;
        found = line;
    }
    return found;
}

bool begins(const Path& path, const Path& with) {
    return with.size() <= path.size() && std::equal(with.begin(), with.end(), path.begin());
}

/// What was rendered may be older than the file, which says another value meanwhile.
bool saysOther(const std::optional<std::string>& file, const ValueLeaf& leaf, const std::string& text) {
    const auto parsed = file ? manifest::File::parse(*file) : std::unexpected(manifest::Mistake{});
    const manifest::Node* const value = parsed ? at(rootOf(&*parsed), leaf.path) : nullptr;
    return value != nullptr && textOf(value) != text;
}

/// As a template says it: "image.tag".
std::string dotted(const Path& path) {
    std::string text;
    for (const manifest::Step& step : path) {
        if (step.kind != manifest::Step::Kind::Key) break;
        text += "." + step.key;
    }
    return text;
}

}  // namespace

Expected<std::shared_ptr<const ChartView>> ChartView::make(const Rendered& rendered, const TreeRef& tree,
                                                           const ViewChoice& choice) {
    RenderedText text;
    std::vector<std::string> templates;
    for (const RenderedObject& each : rendered.objects) {
        const auto value = schema::parseDocument(each.item.json);
        if (!value || !value->is_object()) return problem(std::format("{} is no object", each.item.name));
        templates.push_back(templatePath(choice.folder, each.origin));
        text.add(value->get_object(), templates.back());
    }
    auto file = text.take();
    if (!file) return std::unexpected(std::move(file.error()));
    auto view = std::shared_ptr<ChartView>(new ChartView(file->bytes(), tree));
    auto values = ChartValues::read(view->m_files, choice);
    if (!values) return std::unexpected(std::move(values.error()));
    view->m_values = std::move(*values);
    view->m_rendered = std::move(*file);
    view->m_choice = choice;
    view->m_objects = rendered.objects;
    for (const std::string& each : templates) view->m_files.text(each);
    view->m_templates = std::move(templates);
    return view;
}

std::shared_ptr<const ChartView> ChartView::traced(ChartTrace::Fields fields,
                                                   std::vector<ChartTrace::Decides> decides) const {
    auto view = std::make_shared<ChartView>(*this);
    view->m_fields = std::move(fields);
    view->m_decides = std::move(decides);
    return view;
}

const MadeOf* ChartView::madeOf(std::size_t document, const Path& path) const {
    const auto found = m_fields.find({document, manifest::print(path)});
    return found == m_fields.end() ? nullptr : &found->second;
}

Origin ChartView::originOf(const ValueLeaf& leaf, Origin::Kind kind) const {
    const std::string& file = m_values.files()[leaf.file];
    const manifest::File* const in = m_files.known(file);
    return in == nullptr ? Origin{kind, file, 0, manifest::print(leaf.path)} : originAt(kind, file, *in, 0, leaf.path);
}

/// The line that names a value which makes the field; else the only one with the field's key.
Origin ChartView::templateOf(std::size_t document, const Path& path, const MadeOf* made) const {
    Origin origin{Origin::Kind::Template, m_templates[document], 0, {}};
    const std::string& text = m_files.knownText(origin.file);
    if (made != nullptr)
        for (const std::size_t leaf : made->leaves)
            if (origin.line == 0) origin.line = onlyLine(text, ".Values" + dotted(m_values.leaves()[leaf].path), false);
    if (origin.line == 0 && !path.empty() && path.back().kind == manifest::Step::Kind::Key)
        origin.line = onlyLine(text, path.back().key + ":", true);
    return origin;
}

std::vector<Origin> ChartView::originsOf(std::size_t document, const Path& path) const {
    if (document >= m_objects.size()) return {};
    const auto place = manifest::locate(*m_rendered.documents()[document].root, path);
    if (!place || place->missing > 0) return {};
    std::vector<Origin> origins;
    const MadeOf* const made = madeOf(document, place->concrete);
    if (made != nullptr)
        for (const std::size_t leaf : made->leaves)
            origins.push_back(originOf(m_values.leaves()[leaf], Origin::Kind::Value));
    constexpr std::size_t kMostNamed = 6;
    for (const auto& [object, at, leaf] : m_decides)
        if (object == document && begins(place->concrete, at) && origins.size() < kMostNamed &&
            (made == nullptr || !made->leaves.contains(leaf)))
            origins.push_back(originOf(m_values.leaves()[leaf], Origin::Kind::Decides));
    if (!m_templates[document].empty()) origins.push_back(templateOf(document, place->concrete, made));
    return origins;
}

/// The file that says it; what only the chart itself says goes into the first of the chosen ones.
SourceEdit ChartView::write(const ValueLeaf& leaf, const std::string& yaml) const {
    const std::string own = m_choice.folder + (m_choice.folder.empty() ? "" : "/") + "values.yaml";
    const bool fresh = m_values.files()[leaf.file] == own && m_values.files().size() > 1;
    SourceEdit edit{m_values.files()[fresh ? 1 : leaf.file], 0, {manifest::Edit::Kind::Set, leaf.path, yaml, {}}};
    if (fresh && leaf.list) {
        edit.edit.path = *leaf.list;
        const auto json = schema::yamlToJson(yaml);
        edit.edit.text = m_values.listWith(leaf, json ? *json : "null");
    }
    return edit;
}

Expected<Rewrite> ChartView::rewrite(std::size_t document, const manifest::Edit& edit, const SourceText& now) const {
    if (document >= m_objects.size()) return problem("It is not there any more.");
    const std::string& from = m_templates[document];
    const auto place = manifest::locate(*m_rendered.documents()[document].root, edit.path);
    const bool isThere = place && place->missing == 0;
    const MadeOf* const made = isThere ? madeOf(document, place->concrete) : nullptr;
    const auto wanted = manifest::File::parse(edit.text);
    const manifest::Node* const scalar = wanted ? rootOf(&*wanted) : nullptr;
    if (edit.kind != manifest::Edit::Kind::Set || scalar == nullptr || scalar->form != manifest::Form::Scalar)
        return problem(std::format("The template {} says what is here, and templates are changed as text alone.", from),
                       "Change it there, or the values that it reads.");
    if (made == nullptr)
        return problem(std::format("It is written in the template {}: no value makes it.", from), "Change it there.");
    if (made->parts.empty())
        return problem(std::format("The template {} makes it of {}, in a way that cannot be turned round.", from,
                                   manifest::print(m_values.leaves()[*made->leaves.begin()].path)),
                       "Change the value, or the template.");
    Rewrite rewrite;
    if (made->parts.size() == 1) {
        const ValueLeaf& leaf = m_values.leaves()[*made->parts.front().leaf];
        // A text that reads like a number stays a text.
        rewrite.edits.push_back(write(leaf, leaf.type == ValueLeaf::Type::Text ? yamlText(textOf(scalar)) : edit.text));
        return rewrite;
    }
    const auto solved = solve(made->parts, textOf(scalar));
    if (!solved)
        return problem(
            std::format("The template {} puts it together of several values, which do not come to that.", from),
            "Change the values themselves.");
    for (const auto& [at, text] : *solved) {
        const ValueLeaf& leaf = m_values.leaves()[at];
        SourceEdit written = write(leaf, leaf.type == ValueLeaf::Type::Text ? yamlText(text) : text);
        if (leaf.text != text || saysOther(now(written.file), leaf, text)) rewrite.edits.push_back(std::move(written));
    }
    return rewrite;
}

std::optional<std::map<std::size_t, std::string>> solve(const std::vector<TextPart>& parts, const std::string& wanted) {
    std::map<std::size_t, std::string> solved;
    std::size_t at = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!parts[i].leaf) {
            if (wanted.compare(at, parts[i].text.size(), parts[i].text) != 0) return {};
            at += parts[i].text.size();
            continue;
        }
        // Up to the text that follows; two values side by side have no border.
        std::size_t end = wanted.size();
        if (i + 1 < parts.size()) {
            if (parts[i + 1].leaf) return {};
            // An image's tag begins behind the last colon, a registry's port in front of it.
            end = i + 3 == parts.size() ? wanted.rfind(parts[i + 1].text) : wanted.find(parts[i + 1].text, at);
            if (end == std::string::npos || end < at) return {};
        }
        const std::string value = wanted.substr(at, end - at);
        const auto [known, fresh] = solved.emplace(*parts[i].leaf, value);
        if (!fresh && known->second != value) return {};
        at = end;
    }
    return at == wanted.size() ? std::optional(std::move(solved)) : std::nullopt;
}

}  // namespace armillary::gitops
