#include "engine/manifest/check.h"

#include <algorithm>
#include <deque>
#include <format>
#include <map>
#include <tuple>

#include "engine/manifest/checks/rule.h"
#include "engine/manifest/lines.h"
#include "engine/manifest/locate.h"
#include "engine/manifest/value.h"
#include "engine/resources/resource.h"

namespace armillary::manifest {

namespace checks {

namespace {
const relations::Kind kDefinition{"apiextensions.k8s.io", "CustomResourceDefinition"};
}

Scene::Scene(std::vector<Subject> subjects, Schemas schemas)
    : m_subjects(std::move(subjects)), m_schemas(std::move(schemas)) {
    for (const Subject& each : m_subjects) {
        if (!each.parsed) continue;
        const auto id = relations::idOf(*each.parsed);
        // One that cannot be read describes nothing; what is wrong with it is said where it stands.
        if (id.kind == kDefinition) static_cast<void>(m_schemas.addDefinition(each.parsed->json()));
        m_byId[id].push_back(&each);
        m_byKind[{id.kind, id.namespace_}].push_back(each.parsed);
        if (!id.namespace_.empty()) m_byKind[{id.kind, ""}].push_back(each.parsed);
        if (const auto labels = relations::podLabels(each.parsed))
            for (const auto& [key, value] : *labels) m_byLabel[{id.namespace_, key, value}].push_back(&each);
    }
}

std::span<const Subject* const> Scene::named(const relations::ObjectId& id) const {
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? std::span<const Subject* const>() : found->second;
}

std::span<const Subject* const> Scene::labelled(std::string_view namespace_, std::string_view key,
                                                std::string_view value) const {
    const auto found = m_byLabel.find({std::string(namespace_), std::string(key), std::string(value)});
    return found == m_byLabel.end() ? std::span<const Subject* const>() : found->second;
}

ObjectRef Scene::find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const {
    const auto found = named({kind, std::string(namespace_), std::string(name)});
    return found.empty() ? nullptr : found.front()->parsed;
}

std::vector<ObjectRef> Scene::list(const relations::Kind& kind, std::string_view namespace_) const {
    const auto found = m_byKind.find({kind, std::string(namespace_)});
    return found == m_byKind.end() ? std::vector<ObjectRef>() : found->second;
}

Finding& Findings::add(const Subject& subject, std::size_t offset, Severity severity, std::string_view id,
                       std::string message) {
    const auto [line, column] = subject.in->lines.at(offset);
    m_findings.push_back({subject.in->index, line, column, severity, id, std::move(message)});
    return m_findings.back();
}

Finding& Findings::addAt(const Subject& subject, std::string_view path, Severity severity, std::string_view id,
                         std::string message) {
    std::size_t offset = subject.object.node->begin();
    if (const auto parsed = parsePath(path))
        if (const auto place = locate(*subject.object.node, *parsed); place && !place->hops.empty())
            offset = place->hops.back().entry->begin;
    return add(subject, offset, severity, id, std::move(message));
}

std::string_view podSpecOf(const Subject& subject) {
    return subject.parsed ? relations::podTemplateOf(relations::kindOf(*subject.parsed)).spec : std::string_view();
}

}  // namespace checks

namespace {

constexpr std::string_view kIgnore = "armillary:ignore";

checks::Subject subjectOf(const checks::CheckedFile& in, FileObject object) {
    ObjectRef parsed = readObject(object, "default");
    return {&in, std::move(object), std::move(parsed)};
}

/// The comment names the id as a word of its own.
bool ignores(std::string_view line, std::string_view id) {
    const auto mark = line.find(kIgnore);
    if (mark == std::string_view::npos || line.substr(0, mark).find('#') == std::string_view::npos) return false;
    std::string_view rest = line.substr(mark + kIgnore.size());
    while (!rest.empty()) {
        const auto begin = rest.find_first_not_of(" ,\t");
        if (begin == std::string_view::npos) return false;
        const auto end = std::min(rest.find_first_of(" ,\t", begin), rest.size());
        if (rest.substr(begin, end - begin) == id) return true;
        rest.remove_prefix(end);
    }
    return false;
}

Finding unreadable(std::size_t index, const Source& source, const Mistake& mistake) {
    if (source.bytes.contains("{{"))
        return {
            index,          mistake.line,
            mistake.column, Severity::Hint,
            "template",     "this looks like a template, and is no YAML before it is filled in; it was not checked"};
    return {index, mistake.line, mistake.column, Severity::Error, "syntax", mistake.message};
}

}  // namespace

void dropIgnored(std::vector<Finding>& findings, std::span<const Source> sources) {
    std::map<std::size_t, LineIndex> indexes;
    for (std::size_t i = 0; i < sources.size(); ++i)
        if (sources[i].bytes.contains(kIgnore)) indexes.emplace(i, LineIndex(sources[i].bytes));
    std::erase_if(findings, [&](const Finding& each) {
        const auto index = indexes.find(each.file);
        return index != indexes.end() &&
               (ignores(index->second.line(each.line), each.id) || ignores(index->second.line(each.line - 1), each.id));
    });
}

std::string_view word(Severity severity) {
    return severity == Severity::Error ? "error" : severity == Severity::Warning ? "warning" : "hint";
}

std::string print(const Finding& finding, std::string_view file) {
    return std::format("{}:{}:{}: {} {}: {}", file, finding.line, finding.column, word(finding.severity), finding.id,
                       finding.message);
}

std::vector<Finding> check(std::span<const Source> sources, const Schemas& schemas) {
    std::deque<checks::CheckedFile> files;  // objects point into them
    std::vector<checks::Subject> subjects;
    std::vector<Finding> found;
    for (std::size_t index = 0; index < sources.size(); ++index) {
        const Source& source = sources[index];
        auto parsed = File::parse(source.bytes);
        if (!parsed) {
            found.push_back(unreadable(index, source, parsed.error()));
            continue;
        }
        const auto slash = source.name.rfind('/');
        const auto& in = files.emplace_back(index, source.name.substr(0, slash == std::string::npos ? 0 : slash),
                                            std::move(*parsed), LineIndex(source.bytes));
        for (const Document& document : in.file.documents())
            if (const auto value = valueOf(*document.root); !value) {
                const auto [line, column] = in.lines.at(document.root->begin());
                found.push_back({index, line, column, Severity::Error, "syntax", value.error()});
            }
        for (FileObject& object : objectsIn(in.file)) subjects.push_back(subjectOf(in, std::move(object)));
    }
    const checks::Scene scene(std::move(subjects), schemas);
    checks::Findings findings;
    for (const checks::Subject& subject : scene.subjects())
        for (const checks::Rule rule : checks::allRules()) rule(scene, subject, findings);
    std::ranges::move(findings.take(), std::back_inserter(found));
    dropIgnored(found, sources);
    std::ranges::stable_sort(found, {},
                             [](const Finding& each) { return std::tuple(each.file, each.line, each.column); });
    return found;
}

}  // namespace armillary::manifest
