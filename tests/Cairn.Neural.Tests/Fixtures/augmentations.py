# Makes augmentations.json: pictures turned, stretched and moved by scipy.ndimage.affine_transform, linear, with a constant outside.
#   /usr/bin/python3 augmentations.py        (scipy 1.10.1, numpy 1.24.2)
import json
import numpy as np
import scipy
from scipy.ndimage import affine_transform

rng = np.random.default_rng(11)
cases = []
for height, width in ((3, 3), (4, 7), (8, 5)):
    picture = rng.random((height, width))
    center = np.array([(height - 1) / 2, (width - 1) / 2])
    for name, xx, xy, yx, yy, right, down in (("turned", np.cos(0.5), -np.sin(0.5), np.sin(0.5), np.cos(0.5), 0, 0), ("larger", 0.7, 0, 0, 0.8, 0, 0),
                                              ("moved", 1, 0, 0, 1, -1.3, 0.6), ("sheared", 1.1, 0.3, -0.2, 0.9, 0.5, -2), ("far away", 1, 0, 0, 1, 40, 0)):
        matrix = np.array([[yy, yx], [xy, xx]])  # rows before columns
        got = affine_transform(picture, matrix, offset=center - matrix @ center + [down, right], order=1, mode="grid-constant", cval=0.25)
        cases.append({"name": name, "height": height, "width": width, "warp": [xx, xy, yx, yy, right, down],
                      "x": picture.reshape(-1).tolist(), "y": got.reshape(-1).tolist()})
with open("augmentations.json", "w") as out:
    json.dump({"by": f"augmentations.py, scipy {scipy.__version__}", "fill": 0.25, "cases": {f"{i}": c for i, c in enumerate(cases)}}, out, separators=(",", ":"))
