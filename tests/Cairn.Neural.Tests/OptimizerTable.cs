namespace Cairn.Tests;

/// <summary>Every optimizer, and its options, under the names of the fixture: the second place that a new optimizer touches.</summary>
static class OptimizerTable
{
    internal static readonly IReadOnlyDictionary<string, Optimizer> Rows = new Dictionary<string, Optimizer>
    {
        ["sgd"] = new Sgd { LearningRate = 0.02 },
        ["sgd, momentum"] = new Sgd { LearningRate = 0.02, Momentum = 0.9 },
        ["sgd, nesterov"] = new Sgd { LearningRate = 0.02, Momentum = 0.9, IsNesterov = true },
        ["sgd, l2"] = new Sgd { LearningRate = 0.02, L2 = 0.1 },
        ["sgd, clipped norm"] = new Sgd { LearningRate = 0.02, ClipNorm = 1.5 },
        ["sgd, clipped value"] = new Sgd { LearningRate = 0.02, ClipValue = 0.7 },
        ["adagrad"] = new Adagrad { LearningRate = 0.3 },
        ["adadelta"] = new Adadelta(),
        ["rmsprop"] = new RmsProp { LearningRate = 0.01 },
        ["rmsprop, centred, momentum"] = new RmsProp { LearningRate = 0.003, IsCentred = true, Momentum = 0.8, Epsilon = 1e-4 },
        ["adam"] = new Adam { LearningRate = 0.05 },
        ["adam, l2"] = new Adam { LearningRate = 0.05, L2 = 0.1 },
        ["adam, amsgrad"] = new Adam { LearningRate = 0.05, IsAmsGrad = true },
        ["adamw"] = new AdamW { LearningRate = 0.05, WeightDecay = 0.1 },
        ["adamw, amsgrad"] = new AdamW { LearningRate = 0.05, WeightDecay = 0.1, IsAmsGrad = true },
        ["adamax"] = new Adamax { LearningRate = 0.05 },
        ["nadam"] = new NAdam { LearningRate = 0.05 },
        ["lion"] = new Lion { LearningRate = 0.01, WeightDecay = 0.1 },
        ["groups"] = new Sgd
        {
            LearningRate = 0.02,
            Groups = [new ParameterGroup { Path = "w", RateFactor = 0.5 }, new ParameterGroup { L2 = 0.2 }],
        },
        ["ftrl"] = new Ftrl { LearningRate = 0.3 },
    };

    /// <summary>Those that PyTorch has not: tested by their formulas.</summary>
    internal static readonly string[] WithoutFixture = ["ftrl"];
}
