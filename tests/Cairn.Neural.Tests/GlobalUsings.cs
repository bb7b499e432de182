global using Cairn.Initializers;
global using Cairn.Layers;
global using Cairn.Losses;
global using Cairn.Optimizers;
global using Cairn.Training;
