#include "engine/controllers/manager.h"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "engine/controllers/admissionpolicy/admissionpolicy.h"
#include "engine/controllers/apiservice/apiservice.h"
#include "engine/controllers/application/application.h"
#include "engine/controllers/bootstraptoken/bootstraptoken.h"
#include "engine/controllers/certificates/certificates.h"
#include "engine/controllers/clusterroleaggregation/clusterroleaggregation.h"
#include "engine/controllers/cronjob/cronjob.h"
#include "engine/controllers/customresources/definitions.h"
#include "engine/controllers/daemonset/daemonset.h"
#include "engine/controllers/deployment/deployment.h"
#include "engine/controllers/disruption/disruption.h"
#include "engine/controllers/endpoints/endpoints.h"
#include "engine/controllers/endpointslice/endpointslice.h"
#include "engine/controllers/endpointslicemirroring/endpointslicemirroring.h"
#include "engine/controllers/ephemeralvolume/ephemeralvolume.h"
#include "engine/controllers/flowcontrol/flowcontrol.h"
#include "engine/controllers/framework/accounts.h"
#include "engine/controllers/framework/worker_pool.h"
#include "engine/controllers/garbagecollector/garbagecollector.h"
#include "engine/controllers/horizontalpodautoscaler/horizontalpodautoscaler.h"
#include "engine/controllers/job/job.h"
#include "engine/controllers/legacytokens/legacytokens.h"
#include "engine/controllers/namespace/namespace.h"
#include "engine/controllers/nodeipam/nodeipam.h"
#include "engine/controllers/nodelifecycle/nodelifecycle.h"
#include "engine/controllers/nodelifecycle/taint_eviction.h"
#include "engine/controllers/persistentvolume/persistentvolume.h"
#include "engine/controllers/persistentvolumeprovisioner/persistentvolumeprovisioner.h"
#include "engine/controllers/podgc/podgc.h"
#include "engine/controllers/replicaset/replicaset.h"
#include "engine/controllers/replication/replication.h"
#include "engine/controllers/resourcequota/resourcequota.h"
#include "engine/controllers/rootca/rootca.h"
#include "engine/controllers/serviceaccount/serviceaccount.h"
#include "engine/controllers/servicelb/servicelb.h"
#include "engine/controllers/statefulset/statefulset.h"
#include "engine/controllers/ttl/ttl.h"
#include "engine/controllers/ttlafterfinished/ttlafterfinished.h"
#include "engine/controllers/volumeprotection/volumeprotection.h"

namespace armillary::controllers {

namespace {

constexpr unsigned kCallers = 2;
/// For applications: one that is being fetched or rendered holds up few others.
constexpr unsigned kDeployers = 4;
/// Beside the workers, for what one reconcile writes side by side.
constexpr std::size_t kHelpers = 12;
constexpr auto kSyncTimeout = std::chrono::seconds(30);

class RunningManager final : public Manager {
public:
    RunningManager(const ManagerConfig& config, nodeipam::CidrPool pool)
        : m_clock(config.clock),
          m_identifiers(config.identifiers),
          m_accounts(config.makeClient, config.clock, config.identifiers),
          m_informers(client::Informers::create(m_accounts.client(kManagerAccount), config.clock)),
          m_pool(config.clock, config.workers),
          m_callers(config.clock, kCallers),
          m_deployers(config.clock, kDeployers) {
        add<DefinitionController>(kApiServerAccount);
        add<DefinitionFinalizer>(kApiServerAccount);
        add<NamespaceController>("namespace-controller");
        add<ServiceAccountController>("service-account-controller");
        add<RootCaController>("root-ca-cert-publisher", config.authority.certificatePem());
        add<LegacyTokensController>(kManagerAccount, std::cref(config.signer), config.authority.certificatePem());
        add<ClusterRoleAggregationController>("clusterrole-aggregation-controller");
        add<GarbageCollector>("generic-garbage-collector");
        add<ReplicaSetController>("replicaset-controller");
        add<ReplicationManager>("replication-controller");
        add<DeploymentController>("deployment-controller");
        add<DaemonSetController>("daemon-set-controller");
        add<StatefulSetController>("statefulset-controller");
        add<JobController>("job-controller");
        add<CronJobController>("cronjob-controller");
        add<TtlAfterFinishedController>("ttl-after-finished-controller");
        add<DisruptionController>("disruption-controller");
        addTo<HorizontalPodAutoscalerController>(m_callers, "horizontal-pod-autoscaler");
        add<ResourceQuotaController>("resourcequota-controller");
        add<EndpointSliceController>("endpointslice-controller");
        add<EndpointsController>("endpoint-controller");
        add<EndpointSliceMirroringController>("endpointslicemirroring-controller");
        add<ServiceLbController>("service-controller");
        add<NodeIpamController>("node-controller", std::move(pool));
        add<NodeLifecycleController>("node-controller");
        add<TaintEvictionController>("node-controller");
        add<TtlController>("ttl-controller");
        add<PodGcController>("pod-garbage-collector");
        add<PersistentVolumeController>("persistent-volume-binder");
        add<PersistentVolumeProvisioner>("persistent-volume-provisioner");
        add<ClaimProtectionController>("pvc-protection-controller");
        add<VolumeProtectionController>("pv-protection-controller");
        add<EphemeralVolumeController>("ephemeral-volume-controller");
        add<CertificatesController>("certificate-controller", std::cref(config.authority), config.serviceCidr);
        add<BootstrapTokenController>("token-cleaner");
        add<ApiRegistrationController>(kApiServerAccount);
        addTo<ApiAvailabilityController>(m_callers, kApiServerAccount, config.frontProxy);
        add<AdmissionPolicyController>("validatingadmissionpolicy-status-controller");
        add<FlowControlController>(kApiServerAccount);
        addTo<ApplicationController>(m_deployers, "application-controller", config.gitopsCache, m_stop.get_token());
    }

    ~RunningManager() override {
        // Nobody adds keys any more, then nobody works on them; only then may the controllers go.
        m_stop.request_stop();
        m_informers->stop();
        m_deployers.stop();
        m_callers.stop();
        m_pool.stop();
    }

    async::Activity activity() const override {
        async::Activity all = m_informers->activity();
        for (const WorkerPool* pool : {&m_pool, &m_callers, &m_deployers}) all += pool->activity();
        all += m_accounts.activity();
        return all;
    }

    Result<void> start() {
        makeControllers();
        m_informers->start();
        if (!m_informers->waitForSync(kSyncTimeout))
            return std::unexpected(
                status::timeout("the controllers could not list the cluster's objects within 30 seconds", 1));
        for (const auto& controller : m_controllers) controller->start();
        m_pool.start();
        m_callers.start();
        m_deployers.start();
        return {};
    }

private:
    /// A controller that is to be, and the account that it will have.
    struct Row {
        std::string_view account;
        WorkerPool& pool;
        std::move_only_function<std::unique_ptr<QueuedController>(const Context&)> make;
    };

    template <class T, class... Arguments>
    void add(std::string_view account, Arguments&&... arguments) {
        addTo<T>(m_pool, account, std::forward<Arguments>(arguments)...);
    }
    template <class T, class... Arguments>
    void addTo(WorkerPool& pool, std::string_view account, Arguments&&... arguments) {
        m_rows.push_back(
            {account, pool, [... held = std::forward<Arguments>(arguments)](const Context& context) mutable {
                 return std::make_unique<T>(context, std::move(held)...);
             }});
    }

    void makeControllers() {
        std::vector<std::string_view> accounts;
        for (const Row& row : m_rows) accounts.push_back(row.account);
        m_accounts.open(std::move(accounts), m_helpers);
        for (Row& row : m_rows) {
            const Context context{m_accounts.client(row.account), *m_informers, m_clock, m_identifiers,
                                  m_accounts.events(row.account), m_helpers};
            m_controllers.push_back(row.make(context));
            row.pool.add(*m_controllers.back());
        }
        m_rows.clear();
    }

    async::Clock& m_clock;
    async::Identifiers& m_identifiers;
    Accounts m_accounts;
    async::Pool m_helpers{{.name = "batches", .threads = kHelpers}};
    std::stop_source m_stop;  ///< of programs that controllers run
    std::unique_ptr<client::Informers> m_informers;
    std::vector<Row> m_rows;  ///< empty once the controllers have been made
    std::vector<std::unique_ptr<QueuedController>> m_controllers;
    WorkerPool m_pool;
    WorkerPool m_callers;    ///< for those that wait for other programs, so that nobody else does
    WorkerPool m_deployers;  ///< for those that wait for git and renderers
};

}  // namespace

Result<std::unique_ptr<Manager>> Manager::create(const ManagerConfig& config) {
    auto pool = nodeipam::CidrPool::create(config.podCidr, config.nodeMaskBits);
    if (!pool) return std::unexpected(status::badRequest("pod CIDR: " + pool.error()));
    auto manager = std::make_unique<RunningManager>(config, std::move(*pool));
    if (auto started = manager->start(); !started) return std::unexpected(started.error());
    return manager;
}

}  // namespace armillary::controllers
