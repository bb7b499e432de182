"""Makes ordinal.json: python3 ordinal.py > ordinal.json

Ordered classes of the diabetes rows' ages against the measurements, by statsmodels' OrderedModel (cumulative logit, no penalty).
"""
import json
import numpy, statsmodels
from sklearn.datasets import load_diabetes
from statsmodels.miscmodels.ordinal_model import OrderedModel

data = load_diabetes()
x = numpy.round(data.data[:120, 1:5] * 100, 3)
y = numpy.digitize(data.target[:120], [80, 130, 200])
model = OrderedModel(y, x, distr="logit")
fit = model.fit(method="newton", maxiter=200, tol=1e-12, disp=False)
cuts = model.transform_threshold_params(fit.params)[1:-1]
json.dump({
    "program": "statsmodels " + statsmodels.__version__,
    "command": "python3 ordinal.py > ordinal.json",
    "x": x.tolist(), "y": y.tolist(),
    "coefficients": fit.params[:4].tolist(), "cuts": cuts.tolist(), "logLoss": float(-fit.llf / len(y)),
    "probabilities": model.predict(fit.params, x[:5]).tolist(),
}, __import__("sys").stdout)
print()
