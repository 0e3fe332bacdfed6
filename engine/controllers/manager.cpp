#include "engine/controllers/manager.h"

#include "engine/client/events.h"
#include "engine/controllers/admissionpolicy/admissionpolicy.h"
#include "engine/controllers/apiservice/apiservice.h"
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
#include "engine/controllers/ttlafterfinished/ttlafterfinished.h"
#include "engine/controllers/volumeprotection/volumeprotection.h"

namespace armillary::controllers {

namespace {

constexpr unsigned kCallers = 2;
constexpr auto kSyncTimeout = std::chrono::seconds(30);

class RunningManager final : public Manager {
public:
    RunningManager(const ManagerConfig& config, nodeipam::CidrPool pool)
        : m_informers(client::Informers::create(config.client, config.clock)),
          m_events(client::makeEventRecorder(config.client, config.clock, config.identifiers, "controller-manager")),
          m_pool(config.clock, config.workers),
          m_callers(config.clock, kCallers) {
        const Context context{config.client, *m_informers, config.clock, config.identifiers, *m_events};
        add<DefinitionController>(context);
        add<DefinitionFinalizer>(context);
        add<NamespaceController>(context);
        add<ServiceAccountController>(context);
        add<RootCaController>(context, config.authority.certificatePem());
        add<LegacyTokensController>(context, config.signer, config.authority.certificatePem());
        add<ClusterRoleAggregationController>(context);
        add<GarbageCollector>(context);
        add<ReplicaSetController>(context);
        add<ReplicationManager>(context);
        add<DeploymentController>(context);
        add<DaemonSetController>(context);
        add<StatefulSetController>(context);
        add<JobController>(context);
        add<CronJobController>(context);
        add<TtlAfterFinishedController>(context);
        add<DisruptionController>(context);
        addTo<HorizontalPodAutoscalerController>(m_callers, context);
        add<ResourceQuotaController>(context);
        add<EndpointSliceController>(context);
        add<EndpointsController>(context);
        add<EndpointSliceMirroringController>(context);
        add<ServiceLbController>(context);
        add<NodeIpamController>(context, std::move(pool));
        add<NodeLifecycleController>(context);
        add<TaintEvictionController>(context);
        add<PodGcController>(context);
        add<PersistentVolumeController>(context);
        add<PersistentVolumeProvisioner>(context);
        add<ClaimProtectionController>(context);
        add<VolumeProtectionController>(context);
        add<EphemeralVolumeController>(context);
        add<CertificatesController>(context, config.authority);
        add<BootstrapTokenController>(context);
        add<ApiRegistrationController>(context);
        addTo<ApiAvailabilityController>(m_callers, context, config.frontProxy);
        add<AdmissionPolicyController>(context);
        add<FlowControlController>(context);
    }

    ~RunningManager() override {
        // Nobody adds keys any more, then nobody works on them; only then may the controllers go.
        m_informers->stop();
        m_callers.stop();
        m_pool.stop();
    }

    Result<void> start() {
        m_informers->start();
        if (!m_informers->waitForSync(kSyncTimeout))
            return std::unexpected(
                status::timeout("the controllers could not list the cluster's objects within 30 seconds", 1));
        for (const auto& controller : m_controllers) controller->start();
        m_pool.start();
        m_callers.start();
        return {};
    }

private:
    template <class T, class... Arguments>
    void add(const Context& context, Arguments&&... arguments) {
        addTo<T>(m_pool, context, std::forward<Arguments>(arguments)...);
    }
    template <class T, class... Arguments>
    void addTo(WorkerPool& pool, const Context& context, Arguments&&... arguments) {
        m_controllers.push_back(std::make_unique<T>(context, std::forward<Arguments>(arguments)...));
        pool.add(*m_controllers.back());
    }

    std::unique_ptr<client::Informers> m_informers;
    std::unique_ptr<client::EventRecorder> m_events;
    std::vector<std::unique_ptr<QueuedController>> m_controllers;
    WorkerPool m_pool;
    WorkerPool m_callers;  ///< for those that wait for other programs, so that nobody else does
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
