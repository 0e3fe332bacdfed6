#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What an Application says of how it is kept in step. Source: argoproj.io/v1alpha1 as its definition has it, and Argo
/// CD's user guide (Sync Options, Automated Sync Policy, Diff Customization).
namespace armillary::gitops {

/// A yes or a no that may also wait for a person.
enum class Consent : std::uint8_t { Yes, No, Confirm };

/// Sync options: of an application, and of one object, whose own word is the last one.
struct SyncOptions {
    Consent prune = Consent::Yes, remove = Consent::Yes;  ///< Prune=…, Delete=…
    bool pruneLast = false, createNamespace = false, outOfSyncOnly = false, skipMissingKinds = false;
    bool failOnShared = false, respectIgnored = false, replace = false, force = false;
    std::string propagation = "foreground";
};
/// "Prune=false" and the like; those that are not understood are added to `unsupported`, as they are written.
void readOptions(const std::vector<std::string>& words, SyncOptions& options, std::vector<std::string>& unsupported);
/// `options` as an object's annotation changes them.
SyncOptions optionsOf(const boost::json::object& object, SyncOptions options);

struct Retry {
    std::int64_t limit = 5;  ///< negative: without end
    std::chrono::milliseconds duration{5'000}, longest{180'000};
    std::int64_t factor = 2;
    /// The pause after so many tries, from 0.
    std::chrono::milliseconds pauseAfter(std::int64_t tries) const;
};

/// Fields in which the cluster may differ.
struct IgnoredDifference {
    std::string group, kind, namespace_, name;  ///< "" and "*" are any
    std::vector<std::string> pointers, managers;
};

struct SyncSpec {
    std::string project, server, cluster, namespace_;
    bool automated = false, prune = false, selfHeal = false, allowEmpty = false;
    std::optional<Retry> retry;
    SyncOptions options;
    std::vector<std::string> optionWords;  ///< as they are written
    bool keepsNamespace = false;           ///< it has managedNamespaceMetadata
    std::map<std::string, std::string> namespaceLabels, namespaceAnnotations;
    std::vector<IgnoredDifference> ignored;
    std::int64_t historyLimit = 10;
    boost::json::object sources;           ///< {"source": …} or {"sources": […]}, as written
    std::vector<std::string> unsupported;  ///< what it says and is not heeded: a sentence each
};
SyncSpec readSyncSpec(const boost::json::object& application);
Retry readRetry(const boost::json::object& retry);

/// "5s", "3m", "1h30m", as Go writes durations; nothing for any other text. At most a day.
std::optional<std::chrono::milliseconds> readDuration(std::string_view text);

/// What somebody asks for by an application's `operation`.
struct Operation {
    std::string revision;
    bool prune = false, dryRun = false, automated = false;
    std::string user;
    std::vector<std::string> optionWords;
    struct Selected {
        std::string group, kind, namespace_, name;
    };
    std::vector<Selected> selected;  ///< none: everything
    Retry retry{.limit = 0};
    std::int64_t healAttempts = 0;
    std::vector<std::string> unsupported;
};
Operation readOperation(const boost::json::object& operation);

}  // namespace armillary::gitops
