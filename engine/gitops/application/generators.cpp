#include "engine/gitops/application/generators.h"

#include <algorithm>
#include <array>
#include <format>
#include <set>

#include "engine/gitops/render/yaml.h"
#include "engine/gitops/source/path.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

namespace json = boost::json;

namespace {

using Generated = Expected<std::vector<Parameters>>;

/// Segment by segment; "**" is any number of segments.
bool matchesSegments(std::span<const std::string_view> pattern, std::span<const std::string_view> path) {
    if (pattern.empty()) return path.empty();
    if (pattern.front() == "**") {
        for (std::size_t skipped = 0; skipped <= path.size(); ++skipped)
            if (matchesSegments(pattern.subspan(1), path.subspan(skipped))) return true;
        return false;
    }
    return !path.empty() && matchesPattern(pattern.front(), path.front()) &&
           matchesSegments(pattern.subspan(1), path.subspan(1));
}

bool matches(std::string_view pattern, std::string_view path) {
    // More of these than anybody writes would be tried for a long time.
    constexpr std::size_t kMostStars = 3;
    const auto wanted = partsOf(pattern), given = partsOf(path);
    if (static_cast<std::size_t>(std::ranges::count(wanted, "**")) > kMostStars) return false;
    return matchesSegments(wanted, given);
}

/// As names of objects may be.
std::string normalizedName(std::string_view text) {
    std::string name;
    for (const char each : text) {
        const bool upper = each >= 'A' && each <= 'Z';
        const char small = upper ? static_cast<char>(each + ('a' - 'A')) : each;
        const bool plain = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9') || small == '.';
        name += plain ? small : '-';
    }
    while (name.starts_with('-') || name.starts_with('.')) name.erase(0, 1);
    if (name.size() > 253) name.resize(253);
    while (name.ends_with('-') || name.ends_with('.')) name.pop_back();
    return name;
}

void addPath(Parameters& parameters, std::string_view path, const std::string& prefix) {
    const std::string name = prefix.empty() ? "path" : prefix + ".path";
    parameters[name] = path;
    parameters[name + ".path"] = path;
    parameters[name + ".basename"] = nameOf(path);
    parameters[name + ".basenameNormalized"] = normalizedName(nameOf(path));
    const auto parts = partsOf(path);
    for (std::size_t i = 0; i < parts.size(); ++i) parameters[std::format("{}[{}]", name, i)] = parts[i];
}

/// "cluster.name" of {"cluster": {"name": …}}.
void flatten(const json::value& value, const std::string& name, Parameters& into) {
    if (value.is_object()) {
        for (const auto& member : value.get_object())
            flatten(member.value(), (name.empty() ? "" : name + ".") + std::string(member.key()), into);
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.get_array().size(); ++i)
            flatten(value.get_array()[i], std::format("{}[{}]", name, i), into);
    } else if (!value.is_null()) {
        std::string text;
        if (value.is_string()) {
            text = std::string(value.get_string());
        } else {
            schema::writeDocument(text, value);
        }
        into[name] = std::move(text);
    }
}

/// A generator's own `values`, which may use what it found.
Expected<> addValues(const json::object& generator, const GeneratorGround& ground, Parameters& parameters) {
    const json::object* const values = objectAt(generator, "values");
    if (values == nullptr) return {};
    Parameters own;
    for (const auto& member : *values) {
        if (!member.value().is_string()) continue;
        auto text = filledIn(std::string_view(member.value().get_string()), {parameters, ground.goTemplate});
        if (!text) return std::unexpected(std::move(text.error()));
        own["values." + std::string(member.key())] = std::move(*text);
    }
    parameters.merge(own);
    return {};
}

Generated fromList(const json::object& generator, const GeneratorGround&) {
    std::vector<Parameters> all;
    if (generator.contains("elementsYaml")) return problem("elementsYaml of a list is not supported");
    if (const json::array* const elements = arrayAt(generator, "elements"))
        for (const json::value& each : *elements) flatten(each, {}, all.emplace_back());
    return all;
}

bool isHidden(std::string_view path) {
    return std::ranges::any_of(partsOf(path), [](std::string_view each) { return each.starts_with('.'); });
}

std::set<std::string> foldersOf(const Tree& tree) {
    std::set<std::string> folders;
    for (const TreeEntry& entry : tree.entries())
        for (std::string_view at = folderOf(entry.path); !at.empty(); at = folderOf(at))
            if (!folders.emplace(at).second) break;
    return folders;
}

/// The paths that the last pattern that matches does not exclude.
template <class Paths>
std::vector<std::string> chosen(const Paths& paths, const json::array& patterns) {
    std::vector<std::string> all;
    for (const std::string& path : paths) {
        bool included = false, excluded = false;
        for (const json::value& each : patterns) {
            const json::object* const one = each.if_object();
            const std::string pattern = one != nullptr ? textAt(*one, "path") : std::string();
            if (pattern.empty() || !matches(pattern, path)) continue;
            (isTrueAt(*one, "exclude") ? excluded : included) = true;
        }
        if (included && !excluded) all.push_back(path);
    }
    return all;
}

Generated fromDirectories(const json::object& generator, const json::array& patterns, const GeneratorGround& ground) {
    std::vector<Parameters> all;
    for (const std::string& path : chosen(foldersOf(ground.tree), patterns)) {
        if (isHidden(path)) continue;
        Parameters& one = all.emplace_back();
        addPath(one, path, textAt(generator, "pathParamPrefix"));
        if (auto done = addValues(generator, ground, one); !done) return std::unexpected(std::move(done.error()));
    }
    return all;
}

Generated fromFiles(const json::object& generator, const json::array& patterns, const GeneratorGround& ground) {
    std::vector<std::string> paths;
    for (const TreeEntry& entry : ground.tree.entries())
        if (entry.kind == TreeEntry::Kind::File) paths.push_back(entry.path);
    std::vector<Parameters> all;
    for (const std::string& path : chosen(paths, patterns)) {
        const auto content = readObject(ground.tree, path);
        if (!content) return std::unexpected(content.error());
        Parameters& one = all.emplace_back();
        flatten(*content, {}, one);
        const std::string prefix = textAt(generator, "pathParamPrefix");
        addPath(one, folderOf(path), prefix);
        const std::string name = prefix.empty() ? "path" : prefix + ".path";
        one[name + ".filename"] = nameOf(path);
        one[name + ".filenameNormalized"] = normalizedName(nameOf(path));
        if (auto done = addValues(generator, ground, one); !done) return std::unexpected(std::move(done.error()));
    }
    return all;
}

Generated fromGit(const json::object& generator, const GeneratorGround& ground) {
    if (const std::string address = textAt(generator, "repoURL"); !ground.isOurs(address))
        return problem("its git generator reads another repository");
    if (const json::array* const directories = arrayAt(generator, "directories"))
        return fromDirectories(generator, *directories, ground);
    if (const json::array* const files = arrayAt(generator, "files")) return fromFiles(generator, *files, ground);
    return problem("its git generator names neither directories nor files");
}

Generated tooMany() {
    return problem(std::format("it makes more than {} Applications", kMostGenerated));
}

/// Each of the first with each of the second, which may use what the first gave.
Generated fromMatrix(const json::object& generator, const GeneratorGround& ground, int depth) {
    const json::array* const both = arrayAt(generator, "generators");
    if (both == nullptr || both->size() != 2) return problem("a matrix has two generators");
    const auto first = generate({(*both)[0]}, ground, depth + 1);
    if (!first) return first;
    std::vector<Parameters> all;
    for (const Parameters& each : *first) {
        json::value second = (*both)[1];
        if (auto done = fillIn(second, {each, ground.goTemplate, true}); !done)
            return std::unexpected(std::move(done.error()));
        auto others = generate({std::move(second)}, ground, depth + 1);
        if (!others) return others;
        for (Parameters& other : *others) {
            other.insert(each.begin(), each.end());
            all.push_back(std::move(other));
        }
        if (all.size() > kMostGenerated) return tooMany();
    }
    return all;
}

/// Both give the parameter, and the same.
bool agree(const Parameters& one, const Parameters& other, const std::string& key) {
    const auto left = one.find(key), right = other.find(key);
    return left != one.end() && right != other.end() && left->second == right->second;
}

/// The first generator's, with what later ones say of those that have the same values for the keys.
Generated fromMerge(const json::object& generator, const GeneratorGround& ground, int depth) {
    const json::array* const several = arrayAt(generator, "generators");
    const auto keys = textsAt(generator, "mergeKeys");
    if (several == nullptr || several->size() < 2 || keys.empty())
        return problem("a merge has two generators or more, and keys");
    auto merged = generate({several->front()}, ground, depth + 1);
    for (std::size_t i = 1; merged && i < several->size(); ++i) {
        const auto others = generate({(*several)[i]}, ground, depth + 1);
        if (!others) return others;
        for (const Parameters& other : *others)
            for (Parameters& one : *merged)
                if (std::ranges::all_of(keys, [&](const std::string& key) { return agree(one, other, key); }))
                    for (const auto& [name, value] : other) one[name] = value;
    }
    return merged;
}

Generated fromOne(const json::object& generator, const GeneratorGround& ground, int depth) {
    if (depth > kDeepestGenerator) return problem("its generators are too deep in one another");
    for (const auto& member : generator) {
        const std::string_view name = member.key();
        const json::object* const given = member.value().if_object();
        if (given == nullptr) continue;
        if (given->contains("template")) return problem("the template of a generator is not supported");
        if (name == "list") return fromList(*given, ground);
        if (name == "git") return fromGit(*given, ground);
        if (name == "matrix") return fromMatrix(*given, ground, depth);
        if (name == "merge") return fromMerge(*given, ground, depth);
        return problem(std::format("its generator {} would have to ask somebody", name));
    }
    return problem("one of its generators is none");
}

}  // namespace

Generated generate(const json::array& generators, const GeneratorGround& ground, int depth) {
    std::vector<Parameters> all;
    for (const json::value& each : generators) {
        if (!each.is_object()) return problem("one of its generators is none");
        if (each.get_object().contains("selector")) return problem("the selector of a generator is not supported");
        auto some = fromOne(each.get_object(), ground, depth);
        if (!some) return some;
        std::ranges::move(*some, std::back_inserter(all));
        if (all.size() > kMostGenerated) return tooMany();
    }
    return all;
}

}  // namespace armillary::gitops
