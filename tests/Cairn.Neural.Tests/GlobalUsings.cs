global using Cairn.Constraints;
global using Cairn.Initializers;
global using Cairn.Layers;
global using Cairn.Losses;
global using Cairn.NeuralModels;
global using Cairn.Optimizers;
global using Cairn.Schedules;
global using Cairn.Training;
