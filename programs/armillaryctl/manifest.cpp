#include "programs/armillaryctl/manifest.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <format>
#include <memory>

#include "engine/manifest/check.h"
#include "engine/manifest/disk.h"
#include "engine/manifest/edit.h"
#include "engine/manifest/field_type.h"
#include "engine/manifest/locate.h"
#include "engine/manifest/mend.h"
#include "engine/manifest/objects.h"
#include "engine/manifest/render.h"
#include "engine/manifest/unified_diff.h"
#include "programs/armillaryctl/commands.h"

namespace armillary::ctl {

namespace {

constexpr int kNotThere = 1, kNonsense = 2, kRefused = 3;

struct ManifestOptions {
    std::string file, object, namespace_, path, value;
    std::optional<std::size_t> at;
    bool write = false, noSchema = false, fix = false;
    std::vector<std::string> files;
};

int failWith(int status, const std::string& message) {
    fail(message);
    return status;
}

/// What a command is about.
struct Target {
    manifest::File file;
    manifest::FileObject object;
    manifest::Path path;  ///< in the document
    manifest::FieldType type;
};

/// With a sentence for whoever asked, and the exit status.
struct Failed {
    int status;
    std::string message;
};

std::expected<Target, Failed> targetOf(const ManifestOptions& options) {
    auto bytes = manifest::readBytes(options.file);
    if (!bytes) return std::unexpected(Failed{kNonsense, bytes.error()});
    auto file = manifest::File::parse(std::move(*bytes));
    if (!file)
        return std::unexpected(Failed{kNonsense, std::format("{}:{}:{}: {}", options.file, file.error().line,
                                                             file.error().column, file.error().message)});
    auto object = manifest::findObject(*file, options.object, options.namespace_);
    if (!object) return std::unexpected(Failed{kNonsense, std::format("{}: {}", options.file, object.error())});
    auto path = manifest::parsePath(options.path);
    if (!path) return std::unexpected(Failed{kNonsense, path.error()});
    auto type = manifest::FieldType::ofObject(options.noSchema ? "" : object->apiVersion, object->kind);
    auto found = manifest::typeAt(type, *path);
    if (!found)
        return std::unexpected(
            Failed{kNonsense, std::format("{}: {} (--no-schema if you know better)", options.object, found.error())});
    manifest::Path whole = object->path;
    whole.insert(whole.end(), path->begin(), path->end());
    return Target{std::move(*file), std::move(*object), std::move(whole), *found};
}

/// What the schema has against the new value, or against an item beside those that are there.
std::optional<Failed> schemaMistake(const ManifestOptions& options, const Target& target, bool inserts) {
    const auto value = manifest::File::parse(options.value);
    if (!value || value->documents().empty()) return std::nullopt;  // the edit itself says why
    const auto& node = *value->documents().front().root;
    const auto mistakes = manifest::mistakesIn(inserts ? target.type.element() : target.type, node, target.path);
    if (!mistakes.empty()) return Failed{kNonsense, mistakes.front().message};
    const auto& root = *target.file.documents()[target.object.document].root;
    const auto* list = inserts ? manifest::find(root, target.path) : nullptr;
    if (list && manifest::hasItemLike(target.type, *list, node))
        return Failed{kRefused, std::format("refused ({}): {} has an item with the same {}", manifest::refusal::kExists,
                                            options.path, target.type.listMapKeys())};
    return std::nullopt;
}

int get(const ManifestOptions& options) {
    const auto target = targetOf(options);
    if (!target) return failWith(target.error().status, target.error().message);
    const auto place = manifest::locate(*target->file.documents()[target->object.document].root, target->path);
    if (!place) return failWith(kNonsense, place.error().message);
    if (place->missing > 0) return failWith(kNotThere, std::format("{} has no {}", options.object, options.path));
    const auto text = manifest::toYaml(*place->node);
    if (!text) return failWith(kNonsense, text.error());
    return std::fputs(text->c_str(), stdout) < 0 ? kNotThere : 0;
}

int edit(const ManifestOptions& options, manifest::Edit::Kind kind) {
    const auto target = targetOf(options);
    if (!target) return failWith(target.error().status, target.error().message);
    const bool inserts = kind == manifest::Edit::Kind::Insert;
    if (inserts && target->type.form() != manifest::FieldType::Form::List &&
        target->type.form() != manifest::FieldType::Form::Free)
        return failWith(kNonsense, std::format("{} takes {}, not a list's items", options.path, target->type.word()));
    if (kind != manifest::Edit::Kind::Remove)
        if (const auto mistake = schemaMistake(options, *target, inserts))
            return failWith(mistake->status, mistake->message);
    const auto change =
        manifest::plan(target->file, target->object.document, {kind, target->path, options.value, options.at});
    if (!change)
        return failWith(kRefused, std::format("refused ({}): {}", change.error().reason, change.error().message));
    for (const auto& note : change->notes) std::fprintf(stderr, "armillaryctl: %s\n", note.c_str());
    if (!options.write) {
        const auto diff = manifest::unifiedDiff(options.file, target->file.bytes(), change->file.bytes());
        return std::fputs(diff.c_str(), stdout) < 0 ? kNotThere : 0;
    }
    const auto written = manifest::writeBytes(options.file, target->file.bytes(), change->file.bytes());
    return written ? 0 : failWith(kRefused, written.error());
}

std::expected<std::vector<manifest::Source>, std::string> sourcesOf(const std::vector<std::string>& paths) {
    std::vector<manifest::Source> sources;
    for (const auto& named : paths) {
        const auto files = manifest::manifestsAt(named);
        if (!files) return std::unexpected(files.error());
        for (const auto& path : *files) {
            auto bytes = manifest::readBytes(path);
            if (!bytes) return std::unexpected(bytes.error());
            sources.push_back({path.string(), std::move(*bytes)});
        }
    }
    return sources;
}

/// The findings, a line each; the exit status.
int say(const std::vector<manifest::Finding>& findings, const std::vector<manifest::Source>& sources) {
    bool errors = false;
    for (const auto& finding : findings) {
        errors |= finding.severity == manifest::Severity::Error;
        std::printf("%s\n", manifest::print(finding, sources[finding.file].name).c_str());
    }
    return errors ? kNotThere : 0;
}

/// What is mended, written or as a difference; then what is left, its lines as they are in the mended files.
int fix(const ManifestOptions& options, const std::vector<manifest::Source>& sources) {
    const auto mended = manifest::mend(sources);
    for (const auto& note : mended.notes) std::fprintf(stderr, "armillaryctl: %s\n", note.c_str());
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const auto& [name, before] = sources[i];
        const auto& after = mended.sources[i].bytes;
        if (before == after) continue;
        if (!options.write) {
            std::fputs(manifest::unifiedDiff(name, before, after).c_str(), stdout);
        } else if (const auto written = manifest::writeBytes(name, before, after); !written) {
            return failWith(kRefused, written.error());
        }
    }
    return say(mended.left, mended.sources);
}

int check(const ManifestOptions& options) {
    if (options.write && !options.fix) return failWith(kNonsense, "--write needs --fix");
    const auto sources = sourcesOf(options.files);
    if (!sources) return failWith(kNonsense, sources.error());
    return options.fix ? fix(options, *sources) : say(manifest::check(*sources), *sources);
}

}  // namespace

void addManifest(CLI::App& app, std::function<int()>& chosen) {
    auto options = std::make_shared<ManifestOptions>();
    auto* manifest = app.add_subcommand("manifest", "read, edit and check manifests in files; no cluster is asked")
                         ->require_subcommand(1);
    const auto command = [&](const char* name, const char* about, std::function<int()> run) {
        auto* added = manifest->add_subcommand(name, about);
        added->callback([&chosen, run = std::move(run)] { chosen = run; });
        return added;
    };
    const auto about = [options](CLI::App* added, bool needsPath) {
        added->add_option("FILE", options->file, "YAML or JSON, with one or more documents")->required();
        added->add_option("--object", options->object, "KIND/NAME of the object in it")->required();
        added->add_option("-n,--namespace", options->namespace_,
                          "the object's, where the file has more than one of that name");
        auto* path = added->add_option("--path", options->path,
                                       "such as spec.containers[name=web].ports[0] or metadata.labels[\"a.b/c\"]");
        if (needsPath) path->required();
        added->add_flag("--no-schema", options->noSchema, "take fields and types that the schema does not know");
    };
    const auto edits = [options, about](CLI::App* added, bool hasValue) {
        about(added, true);
        if (hasValue) added->add_option("--value", options->value, "the value, as YAML")->required();
        added->add_flag("--write", options->write, "change the file; without it the difference is printed");
    };
    using Kind = manifest::Edit::Kind;
    about(command("get", "print a value", [options] { return get(*options); }), false);
    edits(command("set", "set a value, or add it", [options] { return edit(*options, Kind::Set); }), true);
    edits(command("remove", "remove a field or an item", [options] { return edit(*options, Kind::Remove); }), false);
    auto* insert = command("insert", "add an item to a list", [options] { return edit(*options, Kind::Insert); });
    edits(insert, true);
    insert->add_option("--at", options->at, "before which item, counted from 0; the end when left out");
    auto* check = command("check", "say what is wrong with manifests: a finding a line; 1 when there are errors",
                          [options] { return ctl::check(*options); });
    check->add_option("PATH", options->files, "files, or folders of them")->required();
    check->add_flag("--fix", options->fix,
                    "mend what has one plain remedy: the difference is printed, and what is left then");
    check->add_flag("--write", options->write, "with --fix: change the files");
}

}  // namespace armillary::ctl
