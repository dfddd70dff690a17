export { NewRule as default } from './RuleForm';
