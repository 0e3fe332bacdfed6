# The editor on real containers: drawn on an empty canvas, checked, applied, answers, broken, told why, taken back.
journey=$build/tests/window_journey place=$work/drawing
if [[ ! -x $journey ]] || ! command -v xvfb-run >/dev/null; then
  echo 'skipped: built without the window, or xvfb-run is missing'; exit 77
fi
mkdir -p "$place"
after rm -rf "$place"
after kubectl delete namespace drawn typed --wait=false
draw() { # draw NAMESPACE HOW
  kubectl create namespace "$1" || return 1
  cp "$KUBECONFIG" "$place/kubeconfig"
  kubectl --kubeconfig "$place/kubeconfig" config set-context --current --namespace="$1" || return 1
  ARMILLARY_DRAWING_KUBECONFIG="$place/kubeconfig" QTEST_FUNCTION_TIMEOUT=480000 QSG_RHI_BACKEND=opengl LIBGL_ALWAYS_SOFTWARE=1 \
    timeout 500 xvfb-run -a -s '-screen 0 1280x800x24' "$journey" "$2"
}
check 'what is drawn runs, what breaks says why, and the file is as it was' draw drawn drawing
check 'the same by keyboard alone' draw typed drawingByKeyboard
