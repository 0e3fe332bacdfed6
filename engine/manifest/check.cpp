#include "engine/manifest/check.h"

#include <algorithm>
#include <deque>
#include <format>
#include <tuple>

#include "engine/manifest/checks/rule.h"
#include "engine/manifest/lines.h"
#include "engine/manifest/locate.h"
#include "engine/manifest/value.h"
#include "engine/resources/resource.h"

namespace armillary::manifest {

namespace checks {

ObjectRef Scene::find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const {
    for (const Subject& each : m_subjects)
        if (each.parsed && each.parsed->name() == name && each.parsed->namespace_() == namespace_ &&
            relations::kindOf(*each.parsed) == kind)
            return each.parsed;
    return nullptr;
}

std::vector<ObjectRef> Scene::list(const relations::Kind& kind, std::string_view namespace_) const {
    std::vector<ObjectRef> found;
    for (const Subject& each : m_subjects)
        if (each.parsed && (namespace_.empty() || each.parsed->namespace_() == namespace_) &&
            relations::kindOf(*each.parsed) == kind)
            found.push_back(each.parsed);
    return found;
}

void Findings::add(const Subject& subject, std::size_t offset, Severity severity, std::string_view id,
                   std::string message) {
    const auto [line, column] = positionOf(subject.file->bytes(), offset);
    m_findings.push_back({subject.index, line, column, severity, id, std::move(message)});
}

void Findings::addAt(const Subject& subject, std::string_view path, Severity severity, std::string_view id,
                     std::string message) {
    std::size_t offset = subject.object.node->begin();
    if (const auto parsed = parsePath(path))
        if (const auto place = locate(*subject.object.node, *parsed); place && !place->hops.empty())
            offset = place->hops.back().entry->begin;
    add(subject, offset, severity, id, std::move(message));
}

}  // namespace checks

namespace {

constexpr std::string_view kIgnore = "armillary:ignore";

/// Namespaced objects that name none go where the others do.
void settleNamespace(Value& object, const FileObject& from) {
    const auto slash = from.apiVersion.find('/');
    const std::string group = slash == std::string::npos ? "" : from.apiVersion.substr(0, slash);
    for (const auto& row : resources::Table::builtIn().rows())
        if (row.group == group && row.kind == from.kind && !row.namespaced) return;
    auto* metadata = const_cast<Value*>(object.member("metadata"));
    if (!metadata || metadata->kind != Value::Kind::Map || metadata->member("namespace")) return;
    insertMember(*metadata, {"namespace", {.scalar = "\"default\""}});
}

checks::Subject subjectOf(std::size_t index, const Source& source, const File& file, FileObject object) {
    const auto slash = source.name.rfind('/');
    checks::Subject subject{index, source.name.substr(0, slash == std::string::npos ? 0 : slash), &file,
                            std::move(object), nullptr};
    auto value = valueOf(*subject.object.node);
    if (!value) return subject;
    settleNamespace(*value, subject.object);
    if (auto parsed = Object::parse(toJson(*value))) subject.parsed = std::move(*parsed);
    return subject;
}

std::string_view lineAt(std::string_view text, std::size_t line) {
    std::size_t begin = 0;
    for (std::size_t i = 1; i < line; ++i) begin = nextLine(text, begin);
    return text.substr(begin, lineEnd(text, begin) - begin);
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

bool isIgnored(const Finding& finding, std::string_view text) {
    return ignores(lineAt(text, finding.line), finding.id) ||
           (finding.line > 1 && ignores(lineAt(text, finding.line - 1), finding.id));
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

std::string_view word(Severity severity) {
    return severity == Severity::Error ? "error" : severity == Severity::Warning ? "warning" : "hint";
}

std::string print(const Finding& finding, std::string_view file) {
    return std::format("{}:{}:{}: {} {}: {}", file, finding.line, finding.column, word(finding.severity), finding.id,
                       finding.message);
}

std::vector<Finding> check(std::span<const Source> sources) {
    std::deque<File> files;  // objects point into them
    std::vector<checks::Subject> subjects;
    std::vector<Finding> found;
    for (std::size_t index = 0; index < sources.size(); ++index) {
        auto file = File::parse(sources[index].bytes);
        if (!file) {
            found.push_back(unreadable(index, sources[index], file.error()));
            continue;
        }
        const File& kept = files.emplace_back(std::move(*file));
        for (const Document& document : kept.documents())
            if (const auto value = valueOf(*document.root); !value) {
                const auto [line, column] = positionOf(kept.bytes(), document.root->begin());
                found.push_back({index, line, column, Severity::Error, "syntax", value.error()});
            }
        for (FileObject& object : objectsIn(kept)) subjects.push_back(subjectOf(index, sources[index], kept, std::move(object)));
    }
    const checks::Scene scene(std::move(subjects));
    checks::Findings findings;
    for (const checks::Subject& subject : scene.subjects())
        for (const checks::Rule rule : checks::allRules()) rule(scene, subject, findings);
    std::ranges::move(findings.take(), std::back_inserter(found));
    std::erase_if(found, [&](const Finding& each) { return isIgnored(each, sources[each.file].bytes); });
    std::ranges::stable_sort(found, {},
                             [](const Finding& each) { return std::tuple(each.file, each.line, each.column); });
    return found;
}

}  // namespace armillary::manifest
