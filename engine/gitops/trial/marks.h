#pragma once

#include <string>
#include <string_view>

/// What a trial's objects are called and marked with, so that whoever comes later knows whose they are.
namespace armillary::gitops {

namespace mark {
/// A label of everything that a trial makes outside of its namespaces, and of these: its id.
inline constexpr std::string_view kTrial = "armillary.dev/preview";
/// Annotations of the same: who made it, in words that only he understands, and until when he is done at the latest.
inline constexpr std::string_view kOwner = "armillary.dev/preview-owner";
inline constexpr std::string_view kDeadline = "armillary.dev/preview-deadline";
/// Annotations of a namespace: which one of the repository it stands for.
inline constexpr std::string_view kStandsFor = "armillary.dev/preview-of";
}  // namespace mark

/// "preview-x7k2p-shop", at most 63 characters; two names never come to one.
std::string trialNamespace(std::string_view id, std::string_view namespace_);
/// "preview-x7k2p": the namespace that owns the rest of a trial.
std::string trialOwner(std::string_view id);
/// Of an object of the whole cluster, at most 253 characters.
std::string trialName(std::string_view id, std::string_view name);
/// "preview-x7k2p.shop.example.org", "*.preview-x7k2p.example.org".
std::string trialHost(std::string_view id, std::string_view host);

}  // namespace armillary::gitops
