#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "engine/schema/api/corev1.h"
#include "nodes/agent/container/environment.h"
#include "nodes/agent/layout.h"
#include "nodes/agent/pod/plan.h"
#include "nodes/cri/runtime.h"

namespace armillary::agent {

struct ClusterDns {
    std::string address, domain = "cluster.local";
};

/// The host's resolver configuration, as pods inherit it.
struct HostResolver {
    std::vector<std::string> servers, searches, options;
};
/// A resolver on the host's loopback answers in no pod: then the one that it asks itself, which systemd-resolved writes
/// `behind`.
HostResolver readHostResolver(const std::string& path = "/etc/resolv.conf",
                              const std::string& behind = "/run/systemd/resolve/resolv.conf");

/// By the pod's dnsPolicy and dnsConfig, cut down to what resolvers take.
cri::DnsConfig dnsOf(const corev1::Pod& pod, const ClusterDns& cluster, const HostResolver& host);

/// What had to be left out of it, one of upstream's sentences for each kind (reason DNSConfigForming).
std::vector<std::string> dnsProblems(const corev1::Pod& pod, const ClusterDns& cluster, const HostResolver& host);

/// metadata.name, or spec.hostname; at most 63 characters.
std::string hostnameOf(const corev1::Pod& pod);
/// What the kernel is to call the pod: its host name, with the cluster's domain where setHostnameAsFQDN asks for it.
/// The error is upstream's sentence for a name that the kernel does not take.
std::expected<std::string, std::string> kernelHostname(const corev1::Pod& pod, const std::string& clusterDomain);
/// The managed /etc/hosts.
std::string hostsFile(const corev1::Pod& pod, const std::vector<std::string>& podIps, const std::string& clusterDomain,
                      const std::string& hostsOwn);

cri::SandboxConfig sandboxConfig(const corev1::Pod& pod, std::uint32_t attempt, const Layout& layout,
                                 const ClusterDns& dns, const HostResolver& host, const std::string& cgroupParent);

struct ContainerInput {
    const corev1::Pod& pod;
    const corev1::Container& container;
    std::uint32_t restartCount = 0;
    const cri::Image& image;
    const Environment& environment;
    const std::vector<cri::Mount>& volumeMounts;
    const Layout& layout;
    std::string hostsPath;    ///< the managed file; "" when the container mounts its own
    std::string messageFile;  ///< behind terminationMessagePath
    std::string targetId;     ///< the container whose processes an ephemeral one sees; "" for none
    std::int64_t memoryCapacity = 0;
};
cri::ContainerConfig containerConfig(const ContainerInput& input);

}  // namespace armillary::agent
