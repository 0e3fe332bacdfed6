#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include <chrono>
#include <deque>
#include <format>
#include <fstream>
#include <map>
#include <utility>

#include "tests/contract/api/objects.h"
#include "tests/support/api/served_api.h"

/// Requests that wait for other programs do not hold up those that wait for nobody.
namespace armillary::test {
namespace {

/// Takes connections, and never says a word.
class Silence {
public:
    Silence() : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
        ::bind(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::listen(m_socket, 4096);
        socklen_t size = sizeof address;
        ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size);
        m_port = ntohs(address.sin_port);
    }
    ~Silence() { end(); }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;
    std::uint16_t port() const { return m_port; }
    /// Who waits is cut off, and nobody else gets a connection.
    void end() {
        if (m_socket >= 0) ::close(std::exchange(m_socket, -1));
    }

private:
    int m_socket;
    std::uint16_t m_port = 0;
};

std::size_t threadsOfThisProcess() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("Threads:")) return std::stoul(line.substr(8));
    return 0;
}

void installHanging(ApiHarness& harness, const Silence& silence, int count) {
    std::string webhooks;
    for (int i = 0; i < count; ++i)
        webhooks += std::format(
            R"({}{{"name":"w{}.example.com","clientConfig":{{"url":"https://127.0.0.1:{}/"}},"sideEffects":"None",)"
            R"("timeoutSeconds":30,"admissionReviewVersions":["v1"],"rules":[{{"operations":["CREATE"],)"
            R"("apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}}]}})",
            i ? "," : "", i, silence.port());
    const auto made = harness.post("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
                                   std::format(R"({{"metadata":{{"name":"hanging"}},"webhooks":[{}]}})", webhooks));
    REQUIRE_MESSAGE(made.code == 201, made.body);
}

}  // namespace

TEST_CASE("Three hundred creates whose webhooks hang hold up nobody else, on a bounded number of threads") {
    const ServedCredentials credentials;
    Silence silence;
    ApiHarness harness;
    installHanging(harness, silence, 15);
    const auto listener = serve(harness.api(), credentials);
    const auto connect = [&] {
        return std::make_unique<TlsClient>(listener->port(), credentials.authority.certificatePem(), credentials.admin);
    };
    std::deque<std::unique_ptr<TlsClient>> creators;
    for (int i = 0; i < 300; ++i) {
        const std::string body = configMap(std::format("c{}", i));
        creators.push_back(connect());
        creators.back()->setTimeout(std::chrono::seconds(120));
        creators.back()->send(
            std::format("POST {} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                        kMaps, body.size(), body));
    }
    const auto begin = std::chrono::steady_clock::now();
    CHECK(connect()->request("GET", "/api/v1/namespaces/default").code == 200);
    // The webhooks are given thirty seconds; nobody who does not ask them waits for one.
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(25));
    // Workers, those that are lent, those that ask, and what else a process has.
    CHECK(threadsOfThisProcess() < 400);
    silence.end();
    std::map<int, int> codes;
    for (const auto& creator : creators) ++codes[creator->answer().code];
    CAPTURE(codes[500]);
    CAPTURE(codes[429]);
    // A webhook that does not answer fails the create; those who found too many asking are told to come again.
    CHECK(codes[500] + codes[429] == 300);
    CHECK(codes[500] >= 64);
    CHECK(codes[429] > 0);
}

}  // namespace armillary::test
