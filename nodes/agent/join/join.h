#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/client/client.h"
#include "nodes/agent/join/settings.h"

namespace armillary::agent {

struct JoinOptions {
    std::string server, token, caHash;
    std::string nodeName;  ///< "": the host's name
    std::string nodeIp;    ///< "": the address that reaches the server
    std::chrono::seconds wait{60};
};

/// Makes this machine a node of the cluster: fetches the cluster's CA and checks it against the pin, asks for a client
/// certificate with the bootstrap token, waits for it, and stores all that `run` needs. Joining again a cluster that
/// this node is in does nothing. The error is one sentence with the way out; the token is never part of it.
std::expected<Settings, std::string> join(const Layout& layout, const JoinOptions& options, async::Clock& clock);

struct CertificateAsk {
    std::string signer;  ///< "kubernetes.io/kube-apiserver-client-kubelet" or "kubernetes.io/kubelet-serving"
    std::string nodeName;
    std::vector<std::string> dnsNames, ipAddresses;
};

/// A new key and a certificate for it, by way of a CertificateSigningRequest. Polls until it is signed, denied, or
/// `wait` has passed; `stopped` ends the wait early.
std::expected<pki::Credential, std::string> requestCertificate(client::Client& client, const CertificateAsk& ask,
                                                               std::chrono::seconds wait,
                                                               const std::function<bool()>& stopped = {});

/// The CA of a cluster-info map's kubeconfig text, PEM.
std::expected<std::string, std::string> caOfClusterInfo(const std::string& kubeconfig);
/// A node's name of a host's: lower case, what does not fit a DNS subdomain replaced.
std::string nodeNameOf(std::string hostName);
/// When a certificate is to be replaced: after 70 to 90 % of its life, by `fraction` in [0, 1).
std::expected<async::SystemTime, std::string> renewalTime(const std::string& certificatePem, double fraction);

}  // namespace armillary::agent
