#include "app/offline/sample_documents.h"

#include <format>
#include <stdexcept>

#include "engine/schema/yaml.h"

namespace armillary::app {

namespace {

/// With std::format's places: {0} the stateful set's replicas, {1} whether jobs are suspended, {2} the label that nodes
/// must have for the daemon set.
constexpr std::string_view kDocuments = R"(
apiVersion: v1
kind: Service
metadata: {{namespace: shop, name: storefront, labels: {{app: storefront}}}}
spec:
  selector: {{app: storefront}}
  ports: [{{name: http, port: 80, targetPort: 8080}}]
---
apiVersion: v1
kind: Service
metadata: {{namespace: shop, name: catalogue}}
spec:
  selector: {{app: catalogue}}
  ports: [{{name: http, port: 80, targetPort: 8080}}]
---
apiVersion: v1
kind: Service
metadata: {{namespace: shop, name: payments}}
spec:
  selector: {{app: payments}}
  ports: [{{name: http, port: 80, targetPort: 8080}}]
---
apiVersion: v1
kind: Service
metadata: {{namespace: platform, name: gateway}}
spec:
  type: NodePort
  selector: {{app: gateway}}
  ports: [{{name: http, port: 80, targetPort: 8080}}]
---
apiVersion: v1
kind: Service
metadata: {{namespace: data, name: ledger}}
spec:
  clusterIP: None
  selector: {{app: ledger}}
  ports: [{{name: sql, port: 5432}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {{namespace: shop, name: storefront-settings}}
data:
  currency: EUR
  features.yaml: |
    wishlist: true
    giftCards: false
---
apiVersion: v1
kind: ConfigMap
metadata: {{namespace: platform, name: gateway-routes}}
data:
  routes.conf: |
    /shop storefront.shop:80
    /login identity.platform:80
---
apiVersion: v1
kind: Secret
metadata: {{namespace: shop, name: payments-credentials}}
type: Opaque
stringData: {{user: payments, password: not-a-real-one}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {{namespace: platform, name: gateway}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {{namespace: platform, name: route-reader}}
rules:
- apiGroups: [""]
  resources: [services, configmaps]
  verbs: [get, list, watch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {{namespace: platform, name: gateway-reads-routes}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: Role, name: route-reader}}
subjects: [{{kind: ServiceAccount, namespace: platform, name: gateway}}]
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {{name: revenue}}
value: 100000
description: What earns money comes first.
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{namespace: shop, name: storefront}}
spec:
  rules:
  - host: shop.example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        backend: {{service: {{name: storefront, port: {{number: 80}}}}}}
      - path: /pay
        pathType: Prefix
        backend: {{service: {{name: payments, port: {{number: 80}}}}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{namespace: data, name: only-from-the-shop}}
spec:
  podSelector: {{matchLabels: {{app: ledger}}}}
  policyTypes: [Ingress]
  ingress:
  - from: [{{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: shop}}}}}}]
    ports: [{{port: 5432}}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{namespace: shop, name: payments}}
spec:
  minAvailable: 50%
  selector: {{matchLabels: {{app: payments}}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{namespace: shop, name: storefront}}
spec:
  scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: storefront}}
  minReplicas: 1
  maxReplicas: 1000
  metrics:
  - type: Resource
    resource: {{name: cpu, target: {{type: Utilization, averageUtilization: 70}}}}
---
apiVersion: v1
kind: PersistentVolume
metadata: {{name: archive}}
spec:
  storageClassName: archive
  capacity: {{storage: 20Gi}}
  accessModes: [ReadWriteOnce]
  hostPath: {{path: /srv/archive}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {{namespace: data, name: archive}}
spec:
  storageClassName: archive
  accessModes: [ReadWriteOnce]
  resources: {{requests: {{storage: 10Gi}}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {{namespace: data, name: ledger}}
spec:
  serviceName: ledger
  replicas: {0}
  selector: {{matchLabels: {{app: ledger}}}}
  template:
    metadata: {{labels: {{app: ledger}}}}
    spec:
      containers:
      - name: ledger
        image: armillary.dev/ledger:2
        resources: {{requests: {{cpu: 100m, memory: 64Mi}}}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {{namespace: platform, name: node-watcher}}
spec:
  selector: {{matchLabels: {{app: node-watcher}}}}
  template:
    metadata: {{labels: {{app: node-watcher}}}}
    spec:
      nodeSelector: {{{2}}}
      containers:
      - name: node-watcher
        image: armillary.dev/node-watcher:1
        resources: {{requests: {{cpu: 20m, memory: 16Mi}}}}
---
apiVersion: batch/v1
kind: Job
metadata: {{namespace: data, name: rebuild-index}}
spec:
  suspend: {1}
  completions: 3
  template:
    spec:
      restartPolicy: Never
      containers: [{{name: rebuild, image: "armillary.dev/indexer:1"}}]
---
apiVersion: batch/v1
kind: CronJob
metadata: {{namespace: data, name: hourly-report}}
spec:
  schedule: "0 * * * *"
  suspend: {1}
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers: [{{name: report, image: "armillary.dev/reports:7"}}]
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: coupons.shop.example.com}}
spec:
  group: shop.example.com
  scope: Namespaced
  names: {{plural: coupons, singular: coupon, kind: Coupon, shortNames: [cp]}}
  versions:
  - name: v1
    served: true
    storage: true
    additionalPrinterColumns:
    - {{name: Discount, type: string, jsonPath: .spec.discount}}
    - {{name: Uses, type: integer, jsonPath: .spec.uses}}
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [discount]
            properties:
              discount: {{type: string, description: What the customer saves. }}
              uses: {{type: integer, minimum: 0, default: 1}}
)";

constexpr std::string_view kCoupons = R"(
apiVersion: shop.example.com/v1
kind: Coupon
metadata: {namespace: shop, name: spring}
spec: {discount: 10%, uses: 500}
---
apiVersion: shop.example.com/v1
kind: Coupon
metadata: {namespace: shop, name: welcome}
spec: {discount: 5 EUR}
)";

std::vector<std::string> parsed(std::string_view yaml) {
    auto documents = schema::yamlStreamToJson(yaml);
    if (!documents) throw std::logic_error("a sample document cannot be read: " + documents.error().text());
    return std::move(*documents);
}

}  // namespace

std::vector<std::string> sampleDocuments(bool lively) {
    return parsed(std::format(kDocuments, lively ? 3 : 0, lively ? "false" : "true",
                              lively ? R"("kubernetes.io/os": linux)" : R"("example.com/rack": none)"));
}

SampleCustomObjects sampleCustomObjects() {
    SampleCustomObjects sample;
    sample.resource.group = "shop.example.com";
    sample.resource.version = "v1";
    sample.resource.kind = "Coupon";
    sample.resource.plural = "coupons";
    sample.namespace_ = "shop";
    sample.documents = parsed(kCoupons);
    return sample;
}

}  // namespace armillary::app
