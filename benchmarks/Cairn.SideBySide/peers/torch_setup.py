"""torch on the threads the runner gives, which it would not take by itself."""
import os
import torch

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
torch.set_grad_enabled(False)
PEER = "torch-" + torch.__version__.split("a")[0].split("+")[0]
